import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { metricNamed } from '../../lib/metrics/registry.ts';
import type { NumericColumn } from '../../lib/profile/column.ts';
import { nextBelow } from '../../lib/profile/edges.ts';
import { type Sql, sql } from '../../lib/sql/sql.ts';
import {
  cramerVonMisesSurvival,
  expectedCramerVonMises,
} from '../../lib/stats/cramer-von-mises.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';
import { GOLDEN, goldenIsMissing, readColumns, readReferences } from './golden-data.ts';
import { measureColumn } from './measure.ts';
import {
  freezeCategories,
  freezeNumbers,
  summariseCategories,
  summariseNumbers,
} from './summaries.ts';

type Numbers = Readonly<Record<string, number>>;
type Sample = {
  readonly name: string;
  readonly baseline: readonly number[];
  readonly current: readonly number[];
};

function read<Case>(table: string, kind?: string): Case[] {
  const file = new URL(`${table}.json`, import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
    cases: (Case & { kind?: string })[];
  };
  return cases.filter((one) => kind === undefined || one.kind === kind);
}

function expectWithin(
  got: number | null | undefined,
  exact: number,
  allowed: number,
  what: string,
) {
  expect(got, what).toBeTypeOf('number');
  expect(Math.abs((got as number) - exact), `${what}: ${got} for ${exact}`).toBeLessThanOrEqual(
    allowed,
  );
}

/** A column whose every value has a bin of its own: what is left of a difference is the formula's. */
function ownBins({ baseline, current }: Sample): NumericColumn {
  const values = [...new Set([...baseline, ...current])].flatMap((x) => [nextBelow(x), x]);
  const edges = [...new Set(values)].sort((a, b) => a - b);
  const center = baseline.reduce((sum, x) => sum + x, 0) / baseline.length;
  return { name: 'x', role: 'feature', type: 'numeric', edges, decileEdges: [], center };
}

function measureSample(metric: string, sample: Sample) {
  const column = ownBins(sample);
  const [before, now] = [sample.baseline, sample.current].map((x) => summariseNumbers(column, x));
  return measureColumn(metric, column, before ?? {}, now ?? {});
}

describe('over the same bins', () => {
  test.each(read<Sample & Numbers>('drift-statistics', 'distinct'))(
    'no values equal, as SciPy has it: $name',
    (expected) => {
      for (const name of [
        'cramer_von_mises',
        'cramer_von_mises_p',
        'energy_distance',
        'mean_shift',
      ]) {
        const exact = expected[name] as number;
        // SciPy ends the series of its p-value where a term is below 1e-7, which leaves some 1e-10.
        const allowed = 1e-9 * Math.abs(exact) + (name.endsWith('_p') ? 1e-9 : 0);
        expectWithin(measureSample(name, expected).value, exact, allowed, name);
      }
    },
  );

  test.each(read<Sample & Numbers>('drift-statistics', 'equal'))(
    'equal values, by definition and by dealing them anew: $name',
    (expected) => {
      const { cramer_von_mises: exact = 0, energy_distance = 0, p = 0, mean = 0 } = expected;
      const statistic = measureSample('cramer_von_mises', expected);
      expectWithin(statistic.value, exact, 1e-9 * exact, 'cramer_von_mises');
      expectWithin(statistic.chance, mean, 0.08 * mean, 'chance of cramer_von_mises');
      expectWithin(measureSample('cramer_von_mises_p', expected).value, p, 0.05, 'p');
      const energy = measureSample('energy_distance', expected);
      expectWithin(energy.value, energy_distance, 1e-9 * energy_distance, 'energy_distance');
    },
  );

  type Shares = Sample & { readonly chance: Numbers } & Numbers;
  test.each(read<Shares>('drift-statistics', 'shares'))('shares: $name', (expected) => {
    const counts = (of: readonly number[]) =>
      Object.fromEntries(of.flatMap((n, k) => (n > 0 ? [[`c${k}`, n]] : [])));
    const column = freezeCategories('x', counts(expected.baseline));
    const before = summariseCategories(column, counts(expected.baseline));
    const now = summariseCategories(column, counts(expected.current));
    for (const name of ['hellinger', 'total_variation']) {
      const { value, chance } = measureColumn(name, column, before, now);
      expectWithin(value, expected[name] as number, 1e-9, name);
      const byDealing = expected.chance[name] as number;
      // The squares that hellinger's rests on are too small where a handful of rows is expected in a bin.
      const share = name === 'hellinger' ? 0.2 : 0.06;
      expectWithin(chance, byDealing, share * byDealing, `chance of ${name}`);
    }
  });

  test.each(read<{ x: number; p: number }>('drift-statistics', 'survival'))(
    'the limit of Cramér-von Mises beyond $x',
    ({ x, p }) => expectWithin(cramerVonMisesSurvival(x), p, 1e-9, 'p'),
  );

  test('the tail of Cramér-von Mises goes on where 1 - p ends', () => {
    // What Laplace's method makes of the first integral of Smirnov's series.
    const first = (x: number) =>
      (2 / Math.sqrt(Math.PI ** 3 * x)) * Math.exp((-(Math.PI ** 2) * x) / 2);
    for (const x of [20, 60]) {
      expect(cramerVonMisesSurvival(x) / first(x)).toBeGreaterThan(0.9);
      expect(cramerVonMisesSurvival(x) / first(x)).toBeLessThan(1.1);
    }
    expect(expectedCramerVonMises([5], [3])).toBe(0);
  });
});

test.runIf(process.env.CI)('CI has ../shared/golden', () => {
  expect(goldenIsMissing, 'the reference values of ../shared/golden are missing').toBe(false);
});

interface DataSetColumn {
  readonly data: string;
  readonly column: string;
  readonly cramer_von_mises: readonly number[];
  readonly energy_distance: readonly number[];
  readonly mean_shift: readonly number[];
  readonly distinct_count: readonly number[];
}

const TABLE = read<DataSetColumn>('drift-data-sets');
const SIZES = { synthetic_car_loan: 5000, synthetic_credit_card: 6000, synthetic_car_price: 6000 };
const LEVELS = ['01', '05', '25', '50', '75', '95', '99'];
/** What the metric's own description allows. */
const allowed = (metric: string, exact: number, unit = 0) => {
  const { absolute = 0, relative = 0 } = metricNamed(metric).error ?? {};
  return Math.max(
    absolute,
    relative * Math.max(Math.abs(exact), unit),
    1e-9 * Math.abs(exact),
    1e-12,
  );
};

describe.skipIf(goldenIsMissing).each(Object.entries(SIZES))(
  '%s, within the bounds that the metrics state',
  (data, size) => {
    let columns: Record<string, Map<string, string[]>>;
    const references = goldenIsMissing ? undefined : readReferences(`${data}_size${size}.json`);
    beforeAll(() => {
      columns = {
        reference: readColumns(`${data}_reference.csv.gz`),
        analysis: readColumns(`${data}_analysis.csv.gz`),
      };
    });
    const numbers = (period: string, column: string, from = 0, to?: number) =>
      (columns[period]?.get(column) ?? [])
        .slice(from, to)
        .filter((text) => text !== '')
        .map(Number);

    test('numbers', () => {
      let compared = 0;
      const worst: Record<string, [number, number]> = {};
      for (const exact of TABLE.filter((one) => one.data === data)) {
        const baseline = numbers('reference', exact.column);
        const column = freezeNumbers(exact.column, baseline);
        const before = summariseNumbers(column, baseline);
        for (const [i, chunk] of references?.chunks.entries() ?? []) {
          const now = summariseNumbers(
            column,
            numbers(chunk.period, exact.column, chunk.start, chunk.end + 1),
          );
          const of = (name: string) => measureColumn(name, column, before, now).value;
          const where = `${exact.column}, chunk ${i}`;
          const hold = (name: string, truth: number, unit = 0) => {
            const off = Math.abs((of(name) ?? Number.NaN) - truth);
            const [a, r] = worst[name] ?? [0, 0];
            worst[name] = [Math.max(a, off), Math.max(r, off / Math.max(Math.abs(truth), unit))];
            expectWithin(of(name), truth, allowed(name, truth, unit), `${name} of ${where}`);
            compared += 1;
          };
          hold('cramer_von_mises', exact.cramer_von_mises[i] as number);
          hold('energy_distance', exact.energy_distance[i] as number);
          hold('mean_shift', exact.mean_shift[i] as number);
          const theirs = chunk.numeric[exact.column] as unknown as Numbers & { quantiles: Numbers };
          hold('hellinger', theirs.hellinger_quantile10 as number);
          const bulk = (theirs.quantiles.p99 ?? 0) - (theirs.quantiles.p01 ?? 0);
          for (const level of LEVELS)
            hold(`quantile_p${level}`, theirs.quantiles[`p${level}`] as number, bulk);
        }
      }
      if (process.env.GOLDEN_REPORT) console.table(worst);
      expect(compared).toBeGreaterThan(500);
    });

    test('categories', () => {
      let compared = 0;
      for (const [name, { counts }] of Object.entries(references?.reference.categorical ?? {})) {
        const column = freezeCategories(name, counts);
        const before = summariseCategories(column, counts);
        for (const { categorical } of references?.chunks ?? []) {
          const theirs = categorical[name];
          if (!theirs) continue;
          const now = summariseCategories(column, theirs.counts);
          const of = (metric: string) => measureColumn(metric, column, before, now).value;
          expectWithin(of('hellinger'), theirs.hellinger_cat as unknown as number, 1e-9, name);
          expectWithin(of('total_variation'), theirs.tvd as unknown as number, 1e-9, name);
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThanOrEqual(40);
    });
  },
);

describe.skipIf(goldenIsMissing)('Evidently’s own cases', () => {
  interface StatTest {
    readonly stattest: string;
    readonly feature_type: string;
    readonly reference: readonly (number | string)[];
    readonly current: readonly (number | string)[];
    readonly score: number;
  }
  const cases = (stattest: string, type?: string) =>
    goldenIsMissing
      ? []
      : (
          JSON.parse(readFileSync(path.join(GOLDEN, 'evidently/stattest_cases.json'), 'utf8')) as {
            cases: StatTest[];
          }
        ).cases.filter(
          (one) => one.stattest === stattest && (type === undefined || one.feature_type === type),
        );
  const usable = (values: StatTest['reference']) =>
    values.filter((x) => x !== 'NaN' && x !== null && x !== '');
  const measured = (metric: string, { reference, current }: StatTest) => {
    const count = (values: StatTest['reference']) => {
      const counts: Record<string, number> = {};
      for (const value of usable(values)) counts[`=${value}`] = (counts[`=${value}`] ?? 0) + 1;
      return counts;
    };
    const column = freezeCategories('x', count(reference));
    const [before, now] = [reference, current].map((x) => summariseCategories(column, count(x)));
    return measureColumn(metric, column, before ?? {}, now ?? {}).value ?? Number.NaN;
  };
  const sample = ({ reference, current }: StatTest): Sample => ({
    name: 'x',
    baseline: usable(reference).map(Number),
    current: usable(current).map(Number),
  });

  test('hellinger of categories, and of equal numbers', () => {
    const found = cases('hellinger', 'cat');
    expect(found).toHaveLength(4);
    for (const one of found)
      expectWithin(measured('hellinger', one), one.score, 1e-9, one.stattest);
    // Numbers it puts into bins of its own: only that a sample is at 0 from itself is common.
    for (const one of cases('hellinger', 'num')) {
      const column = freezeNumbers('x', sample(one).baseline);
      const summary = summariseNumbers(column, sample(one).baseline);
      expect(measureColumn('hellinger', column, summary, summary).value).toBe(one.score);
    }
  });

  test('ed is energy_distance; cramer_von_mises is cramer_von_mises_p', () => {
    for (const [theirs, ours] of [
      ['ed', 'energy_distance'],
      ['cramer_von_mises', 'cramer_von_mises_p'],
    ] as const) {
      expect(cases(theirs).length).toBeGreaterThan(0);
      for (const one of cases(theirs))
        expectWithin(measureSample(ours, sample(one)).value, one.score, 1e-9, theirs);
    }
  });

  test('TVD is a p-value by permutation: it falls as total_variation grows', () => {
    const byScore = [...cases('TVD')].sort((a, b) => b.score - a.score);
    const distances = byScore.map((one) => measured('total_variation', one));
    expect(distances).toHaveLength(5);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  test('ks is SciPy’s exact p-value of as few as 7 rows; ours is within 0.2 of it there', () => {
    const found = cases('ks');
    expect(found).toHaveLength(4);
    for (const one of found)
      expectWithin(measureSample('kolmogorov_smirnov_p', sample(one)).value, one.score, 0.2, 'ks');
  });

  test('chisquare takes the baseline’s shares as known: ours is never more certain of a change', () => {
    const found = cases('chisquare');
    expect(found).toHaveLength(45);
    for (const one of found) {
      const p = measured('chi_square_p', one);
      expect(p).toBeGreaterThanOrEqual(one.score - 1e-9);
      if (one.score === 1) expect(p).toBeCloseTo(1, 9);
    }
  });
});

describe.skipIf(goldenIsMissing)('through the reader', () => {
  const file = (name: string) => path.join(GOLDEN, 'data', `${name}.csv.gz`);
  const slice = (name: string, from: number, to: number) =>
    sql`(SELECT * FROM read_csv(${file(name)}) LIMIT ${to - from + 1} OFFSET ${from})`;

  test('missing_share and new_category_share of the Titanic’s passengers, as NannyML has them', async () => {
    const load = (calculator: string) =>
      (
        JSON.parse(
          readFileSync(path.join(GOLDEN, `nannyml/titanic_${calculator}_values.json`), 'utf8'),
        ) as { rows: Record<string, { value: number } & Record<string, number | string>>[] }
      ).rows.filter(({ chunk }) => chunk?.period === 'analysis');
    const [missing, unseen] = [load('missing'), load('unseen')];
    const bounds = missing.map(
      ({ chunk }) => [Number(chunk?.start_index), Number(chunk?.end_index)] as const,
    );
    const titanic = (rows: Sql) =>
      sql`(SELECT TIMESTAMP '2026-01-01' AS t, Pclass, Sex, Age, SibSp, Parch, Ticket, Fare, Cabin, Embarked FROM ${rows})`;
    const { frame, measured, windows } = await measureRows({
      monitor: `{ monitor: titanic, task: binary, columns: { timestamp: t, features: { Pclass: numeric, Sex: categorical,
        Age: numeric, SibSp: numeric, Parch: numeric, Ticket: categorical, Fare: numeric, Cabin: categorical, Embarked: categorical } } }`,
      baseline: titanic(sql`read_csv(${file('titanic_reference')})`),
      windows: bounds.map(([from, to]) => titanic(slice('titanic_analysis', from, to))),
    });
    expect(measured).toHaveLength(11);
    for (const [i, values] of measured.entries()) {
      for (const { name } of frame.columns) {
        const share = valueAt(values, 'missing_share', { column: name }).value;
        expectWithin(share, missing[i]?.[name]?.value as number, 1e-12, `${name}, chunk ${i}`);
      }
      // NannyML divides by all rows, also those that have no value.
      const [from = 0, to = 0] = bounds[i] ?? [];
      for (const name of ['Sex', 'Cabin', 'Embarked']) {
        const values_ = windows[i]?.[0]?.profile.columns[name]?.presence?.values ?? 0;
        const share =
          (valueAt(values, 'new_category_share', { column: name }).value ?? 0) * values_;
        const theirs = unseen[i]?.[name]?.value as number;
        expectWithin(share / (to - from + 1), theirs, 1e-12, `${name}, chunk ${i}`);
      }
      // More tickets than categories are kept by name.
      expect(valueAt(values, 'new_category_share', { column: 'Ticket' }).value).toBeNull();
    }
    expect(valueAt(measured[1] ?? [], 'new_category_share', { column: 'Cabin' }).note).toMatch(
      /^new: "[A-Z].*" [\d.]+ %, /,
    );
  });

  test('distinct_count of the car loans, within what it states', async () => {
    const starts = [0, 15_000, 40_000];
    const loans = TABLE.filter(({ data }) => data === 'synthetic_car_loan');
    const features = loans.map(({ column }) => `${column}: numeric`).join(', ');
    const timed = (rows: Sql) =>
      sql`(SELECT TIMESTAMP '2026-01-01' AS t, * EXCLUDE (timestamp) FROM ${rows})`;
    const { measured } = await measureRows({
      monitor: `{ monitor: loans, task: binary, columns: { timestamp: t, features: { ${features}, salary_range: categorical } } }`,
      baseline: timed(sql`read_csv(${file('synthetic_car_loan_reference')})`),
      windows: starts.map((from) => timed(slice('synthetic_car_loan_analysis', from, from + 4999))),
    });
    for (const [i, values] of measured.entries()) {
      for (const { column, distinct_count } of loans) {
        const exact = distinct_count[10 + (starts[i] ?? 0) / 5000] as number;
        const { value, low, high } = valueAt(values, 'distinct_count', { column });
        expectWithin(value, exact, Math.max(1, allowed('distinct_count', exact)), column);
        expect(((value ?? 0) - (low ?? 0)) / (value ?? 1)).toBeCloseTo(0.0901, 3);
        expect(high).toBeLessThanOrEqual(5000);
      }
      const ranges = valueAt(values, 'distinct_count', { column: 'salary_range' });
      expect(ranges).toEqual({ value: 4, reference: 4 });
      expect(valueAt(values, 'negative_share', { column: 'car_value' }).value).toBe(0);
    }
  });
});

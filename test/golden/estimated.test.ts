import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../lib/metrics/metric.ts';
import { raw, type Sql, sql } from '../../lib/sql/sql.ts';
import { Z95 } from '../../lib/stats/normal.ts';
import { type MeasuredRows, measureRows, valueAt } from '../support/measure-rows.ts';
import { GOLDEN, goldenIsMissing } from './golden-data.ts';

type Numbers = Readonly<Record<string, number>>;

const TABLE = JSON.parse(readFileSync(new URL('estimated.json', import.meta.url), 'utf8')) as {
  readonly simulated: readonly Numbers[];
  readonly credit_card: readonly Numbers[];
  readonly car_price: readonly Numbers[];
};

/** How far one of our values may be from one of theirs, and the largest distance that was seen. */
class Bounds {
  private readonly largest = new Map<string, number>();
  private readonly outside: string[] = [];

  constructor(private readonly allowed: Numbers) {}

  compare(name: string, value: number | null | undefined, expected: number): void {
    const distance = Math.abs((value ?? Number.NaN) - expected);
    if (!(distance <= (this.allowed[name] ?? 0)))
      this.outside.push(`${name}: ${value} for ${expected}`);
    this.largest.set(name, Math.max(this.largest.get(name) ?? 0, distance));
  }

  expectKept(): void {
    if (process.env.GOLDEN_REPORT) console.table(Object.fromEntries(this.largest));
    expect([...this.largest.keys()].sort()).toEqual(Object.keys(this.allowed).sort());
    expect(this.outside).toEqual([]);
  }
}

/** The chunks of both files of a data set, in the order of time: the reference's first. */
function chunks(name: string, size: number, each: number): Sql[] {
  return ['reference', 'analysis'].flatMap((period) =>
    Array.from(
      { length: each },
      (_, i) => sql`(FROM ${file(name, period)} LIMIT ${size} OFFSET ${i * size})`,
    ),
  );
}

function file(name: string, period: string): Sql {
  return sql`read_csv(${path.join(GOLDEN, 'data', `${name}_${period}.csv.gz`)})`;
}

/** A third of the chunks will do where reading them takes the time; the first four are the reference's. */
const someOf = <T>(all: readonly T[]): T[] => all.filter((_, i) => i % 3 === 0);

const same = (names: readonly string[], bound: number) =>
  Object.fromEntries(names.map((name) => [name, bound]));

/** Values that lie within their metric's interval. */
function covered(values: readonly (readonly [Value, number | null])[]): number {
  return values.filter(
    ([{ low = 1, high = 0 }, truth]) => truth !== null && low <= truth && truth <= high,
  ).length;
}

test.runIf(process.env.CI)('CI has ../shared/golden', () => {
  expect(goldenIsMissing, 'the reference values of ../shared/golden are missing').toBe(false);
});

describe.skipIf(goldenIsMissing)('binary: car loans, against NannyML', () => {
  const CONFUSION = ['accuracy', 'precision', 'recall', 'specificity', 'f1'];
  const ALL = [...CONFUSION, 'roc_auc', 'average_precision'];
  const nannyml = () =>
    (
      JSON.parse(
        readFileSync(path.join(GOLDEN, 'nannyml/car_loan_cbpe_size5000.json'), 'utf8'),
      ) as {
        rows: readonly Readonly<Record<string, Numbers>>[];
      }
    ).rows;
  let run: MeasuredRows;

  beforeAll(async () => {
    run = await measureRows({
      monitor: `{ monitor: m, task: binary, columns: { timestamp: timestamp, prediction: y_pred, score: y_pred_proba,
        label: repaid, positive: 1, features: { debt_to_income_ratio: numeric } } }`,
      baseline: sql`(SELECT * REPLACE (repaid::INTEGER AS repaid) FROM ${file('synthetic_car_loan', 'reference')})`,
      windows: chunks('synthetic_car_loan', 5000, 10).map(
        (rows) => sql`(SELECT * REPLACE (repaid::INTEGER AS repaid) FROM ${rows})`,
      ),
    });
  }, 120_000);

  test('estimates', () => {
    const bounds = new Bounds({
      ...same(CONFUSION, 1e-12),
      roc_auc: 1e-8,
      // NannyML takes the rows of one score one after another.
      average_precision: 0.002,
    });
    nannyml().forEach((expected, i) => {
      for (const name of ALL) {
        const { value } = valueAt(run.measured[i] ?? [], `estimated_${name}`);
        bounds.compare(name, value, expected[name]?.value ?? Number.NaN);
      }
    });
    bounds.expectKept();
  });

  test('standard errors beside NannyML’s, which are those of the baseline’s labels and don’t look at the scores', () => {
    const ratios = ALL.map((name): [string, number] => {
      const all = nannyml()
        .slice(0, 10)
        .map((expected, i) => {
          const { low = 0, high = 0 } = valueAt(run.measured[i] ?? [], `estimated_${name}`);
          return (high - low) / 2 / Z95 / (expected[name]?.sampling_error ?? Number.NaN);
        });
      return [name, all.reduce((sum, ratio) => sum + ratio, 0) / all.length];
    });
    if (process.env.GOLDEN_REPORT) console.table(Object.fromEntries(ratios));
    // Of f1 NannyML takes every row for a draw of 0 or more than 1; of the area it takes the positives’ chance alone.
    const expected = { f1: 0.49, roc_auc: 1.51 } as Numbers;
    for (const [name, ratio] of ratios) {
      expect(Math.abs(ratio - (expected[name] ?? 1)), name).toBeLessThan(0.2);
    }
  });

  test('realised values lie within the intervals, and what was off is measured', () => {
    for (const name of ALL) {
      const pairs = run.measured.map(
        (measured) =>
          [valueAt(measured, `estimated_${name}`), valueAt(measured, name).value] as const,
      );
      if (process.env.GOLDEN_REPORT) console.log(name, covered(pairs.slice(0, 10)), covered(pairs));
      expect(covered(pairs.slice(0, 10)), name).toBeGreaterThanOrEqual(9);
    }
    for (const name of ['accuracy', 'roc_auc']) {
      run.measured.forEach((measured, i) => {
        const off = valueAt(measured, `estimation_error_${name}`);
        const estimate = valueAt(measured, `estimated_${name}`);
        expect(off.value).toBeCloseTo(
          (estimate.value ?? Number.NaN) - (valueAt(measured, name).value ?? 0),
          12,
        );
        expect((off.high ?? 0) - (off.low ?? 0), `${name} ${i}`).toBeCloseTo(
          (estimate.high ?? 0) - (estimate.low ?? 0),
          9,
        );
        expect(off.note).toMatch(/^z = -?\d+\.\d\d, (within|more than) what chance gives$/);
        expect(Math.abs(off.reference ?? 1)).toBeLessThan(1e-3);
      });
    }
  });
});

describe.skipIf(goldenIsMissing)('multiclass: credit cards, against scikit-learn by row', () => {
  const NAMES = ['accuracy', 'macro_precision', 'macro_recall', 'macro_f1', 'roc_auc_ovr'];
  let run: MeasuredRows;

  beforeAll(async () => {
    const scores = ['highstreet_card', 'prepaid_card', 'upmarket_card']
      .map((name) => `${name}: y_pred_proba_${name}`)
      .join(', ');
    run = await measureRows({
      monitor: `{ monitor: m, task: multiclass, columns: { timestamp: timestamp, prediction: y_pred, scores: { ${scores} },
        label: y_true, features: { credit_bureau_score: numeric } } }`,
      baseline: sql`(FROM ${file('synthetic_credit_card', 'reference')})`,
      windows: someOf(chunks('synthetic_credit_card', 6000, 10)),
    });
  }, 120_000);

  test('estimates', () => {
    const bounds = new Bounds({
      ...same(
        NAMES.map((name) => `estimated_${name}`),
        1e-9,
      ),
      // What it costs that probabilities which no longer add up to 1 can't be made to, row by row.
      renormalised_accuracy: 0.003,
    });
    someOf(TABLE.credit_card).forEach((expected, i) => {
      for (const [name, value] of Object.entries(expected)) {
        const own = name === 'renormalised_accuracy' ? 'estimated_accuracy' : name;
        bounds.compare(name, valueAt(run.measured[i] ?? [], own).value, value);
      }
    });
    bounds.expectKept();
  });

  test('realised values lie within the intervals in the baseline, and what was off is measured', () => {
    for (const name of NAMES) {
      const pairs = run.measured.map(
        (measured) =>
          [valueAt(measured, `estimated_${name}`), valueAt(measured, name).value] as const,
      );
      const distances = pairs.map(([{ value }, truth]) => Math.abs((value ?? 0) - (truth ?? 1)));
      if (process.env.GOLDEN_REPORT)
        console.log(name, covered(pairs.slice(0, 4)), covered(pairs), Math.max(...distances));
      expect(covered(pairs.slice(0, 4)), name).toBe(4);
    }
    for (const measured of run.measured) {
      const off = valueAt(measured, 'estimation_error_accuracy');
      const estimate = valueAt(measured, 'estimated_accuracy').value ?? Number.NaN;
      expect(off.value).toBeCloseTo(estimate - (valueAt(measured, 'accuracy').value ?? 0), 12);
    }
  });
});

describe.skipIf(goldenIsMissing)('regression: car prices, against NumPy by row', () => {
  test('the expected absolute error, and what was off', async () => {
    const run = await measureRows({
      monitor: `{ monitor: m, task: regression, columns: { timestamp: timestamp, prediction: y_pred, label: y_true,
        features: { car_age: numeric } } }`,
      baseline: sql`(FROM ${file('synthetic_car_price', 'reference')})`,
      windows: someOf(chunks('synthetic_car_price', 6000, 10)),
    });
    let inside = 0;
    let [worst, worstRealised] = [0, 0];
    someOf(TABLE.car_price).forEach((expected, i) => {
      const measured = run.measured[i] ?? [];
      const estimate = valueAt(measured, 'expected_absolute_error');
      const mae = valueAt(measured, 'mae').value ?? Number.NaN;
      const value = estimate.value ?? Number.NaN;
      worst = Math.max(worst, Math.abs(value / (expected.expected_absolute_error ?? 0) - 1));
      worstRealised = Math.max(worstRealised, Math.abs(value / mae - 1));
      if (i < 4) inside += covered([[estimate, mae]]);
      const off = valueAt(measured, 'estimation_error_mae');
      expect(off.value).toBeCloseTo(value - mae, 8);
      expect(Math.abs(off.reference ?? 1)).toBeLessThan(1e-9);
    });
    if (process.env.GOLDEN_REPORT) console.log({ worst, worstRealised, inside });
    expect(worst).toBeLessThanOrEqual(0.002);
    expect(inside).toBe(4);
  }, 120_000);
});

describe('scores of any value, against scikit-learn by row', () => {
  const NAMES = ['accuracy', 'precision', 'recall', 'specificity', 'f1'];
  const rows = (count: number, shift: number) =>
    raw(`(SELECT TIMESTAMP '2026-01-01' + INTERVAL (i) SECOND AS t, score,
      (i * 0.7548776662466927::DOUBLE % 1 < 0.05::DOUBLE + 0.9::DOUBLE * (score * score * (3 - 2 * score)))::INTEGER AS y
      FROM (SELECT i, u * u * (1 - ${shift}::DOUBLE) + u * ${shift}::DOUBLE AS score
        FROM (SELECT i, i * 0.6180339887498949::DOUBLE % 1 AS u FROM range(${count}) r(i))))`);

  test('binning costs no more than the stated bounds', async () => {
    const run = await measureRows({
      monitor: '{ monitor: m, task: binary, columns: { timestamp: t, score: score, label: y } }',
      baseline: rows(20_000, 0),
      windows: TABLE.simulated.map(({ shift = 0 }) => rows(8000, shift)),
    });
    const bounds = new Bounds({
      ...same(
        NAMES.map((name) => `estimated_${name}`),
        0.001,
      ),
      estimated_roc_auc: 0.001,
      estimated_average_precision: 0.002,
      estimated_brier: 0.001,
    });
    TABLE.simulated.forEach(({ shift, ...expected }, i) => {
      for (const [name, value] of Object.entries(expected)) {
        bounds.compare(name, valueAt(run.measured[i] ?? [], name).value, value);
      }
    });
    bounds.expectKept();
  }, 60_000);
});

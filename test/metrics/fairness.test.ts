import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SliceMetric, Value } from '../../lib/metrics/metric.ts';
import { METRICS } from '../../lib/metrics/registry.ts';
import type { Slice } from '../../lib/profile/profile.ts';
import { raw } from '../../lib/sql/sql.ts';
import { fairnessInput, type TableRow } from '../golden/fairness-rows.ts';
import { measureSlice } from '../golden/measure.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';

const FAIRNESS = METRICS.filter(
  (metric): metric is SliceMetric => metric.family === 'fairness' && metric.per === 'slice',
);

const MONITOR = `{ monitor: m, task: binary, columns: { timestamp: t, prediction: decision, label: outcome,
  features: { x: numeric } }, fairness: { facets: [sex], given: region } }`;

/** Rows of a table of sex, region, label, prediction and count; an unknown label is null. */
function relation(table: readonly (readonly [string, string, number | null, number, number])[]) {
  const values = table.map(
    ([sex, region, actual, predicted, count]) =>
      `SELECT TIMESTAMP '2026-01-01' AS t, '${sex}' AS sex, '${region}' AS region, ${predicted} AS decision,
        ${actual === null ? 'NULL::INTEGER' : actual} AS outcome, 1.0 AS x FROM range(${count})`,
  );
  return raw(`(${values.join(' UNION ALL ')})`);
}

test('rows, by hand: 60 women and 100 men in two regions, 10 rows unlabelled', async () => {
  const window = relation([
    ['F', 'north', 1, 1, 8],
    ['F', 'north', 1, 0, 4],
    ['F', 'north', 0, 1, 2],
    ['F', 'north', 0, 0, 16],
    ['F', 'south', 1, 1, 4],
    ['F', 'south', 0, 0, 16],
    ['F', 'south', null, 0, 10],
    ['M', 'north', 1, 1, 20],
    ['M', 'north', 0, 1, 10],
    ['M', 'north', 0, 0, 20],
    ['M', 'south', 1, 1, 20],
    ['M', 'south', 1, 0, 10],
    ['M', 'south', 0, 0, 20],
  ]);
  const baseline = relation([
    ['F', 'north', 1, 1, 10],
    ['F', 'south', 0, 0, 10],
    ['M', 'north', 1, 1, 15],
    ['M', 'south', 0, 0, 5],
  ]);
  const { measured } = await measureRows({ monitor: MONITOR, baseline, windows: [window] });
  const [values = []] = measured;
  const women = (metric: string) => valueAt(values, metric, { segment: 'sex=F' });

  // Over all predictions: 14 of 60 women and 50 of 100 men are accepted.
  expect(women('disparate_impact').value).toBeCloseTo(14 / 60 / (50 / 100), 12);
  expect(women('difference_in_positive_proportions_in_predicted_labels').value).toBeCloseTo(
    50 / 100 - 14 / 60,
    12,
  );
  expect(women('class_imbalance').value).toBeCloseTo(40 / 160, 12);
  // Over labelled rows: F 12 TP, 2 FP, 32 TN, 4 FN of 50; M 40 TP, 10 FP, 40 TN, 10 FN of 100.
  const expected: Record<string, number> = {
    recall_difference: 40 / 50 - 12 / 16,
    specificity_difference: 32 / 34 - 40 / 50,
    difference_in_acceptance_rates: 40 / 50 - 12 / 14,
    difference_in_rejection_rates: 32 / 36 - 40 / 50,
    accuracy_difference: 80 / 100 - 44 / 50,
    treatment_equality: 4 / 2 - 10 / 10,
    difference_in_conditional_acceptance: 50 / 50 - 16 / 14,
    difference_in_conditional_rejection: 34 / 36 - 50 / 50,
    difference_in_positive_proportions_in_labels: 50 / 100 - 16 / 50,
    total_variation_distance_of_labels: 50 / 100 - 16 / 50,
    kolmogorov_smirnov_of_labels: 50 / 100 - 16 / 50,
    lp_norm_of_labels: Math.SQRT2 * (50 / 100 - 16 / 50),
    // North: 80 rows, 40 accepted (10 F), 40 rejected (20 F). South: 80, 24 (4), 56 (26).
    conditional_demographic_disparity_in_predicted_labels:
      0.5 * (20 / 40 - 10 / 40) + 0.5 * (26 / 56 - 4 / 24),
    // By label, of 150. North: 80, 32 (12), 48 (18). South: 70, 34 (4), 36 (16).
    conditional_demographic_disparity_in_labels:
      (80 / 150) * (18 / 48 - 12 / 32) + (70 / 150) * (16 / 36 - 4 / 34),
  };
  for (const [metric, value] of Object.entries(expected)) {
    expect(women(metric).value, metric).toBeCloseTo(value, 12);
  }
  expect(women('disparate_impact').reference).toBeCloseTo(0.5 / 0.75, 12);
  expect(women('accuracy_difference').reference).toBe(0);
  expect(valueAt(values, 'disparate_impact', { segment: 'sex=M' }).value).toBeCloseTo(
    0.5 / (14 / 60),
  );

  const whole = valueAt(values, 'generalized_entropy');
  const mean = (12 * 2 + 124) / 150;
  expect(whole.value).toBeCloseTo(((12 * 4 + 124) / 150 / mean ** 2 - 1) / 2, 12);
  const places = values.filter(({ metric }) => metric.family === 'fairness');
  expect(new Set(places.map(({ place }) => place.segment))).toEqual(
    new Set([null, 'sex=F', 'sex=M']),
  );
  expect(places).toHaveLength(1 + 2 * 19);
});

test('multiclass labels have distances, and no metric that takes a positive class', async () => {
  const rows = raw(`(SELECT TIMESTAMP '2026-01-01' AS t, ['F', 'M'][1 + i % 2] AS sex, 1.0 AS x,
    ['a', 'b', 'c'][1 + (i // 2) % (2 + i % 2)] AS outcome, 'a' AS decision FROM range(1200) r(i))`);
  const { measured } = await measureRows({
    monitor: `{ monitor: m, task: multiclass, columns: { timestamp: t, prediction: decision, label: outcome,
      features: { x: numeric } }, fairness: { facets: [sex] } }`,
    baseline: rows,
    windows: [rows],
  });
  const [values = []] = measured;
  const at = (metric: string) => valueAt(values, metric, { segment: 'sex=F' }).value;
  // F: a and b by halves; M: a third each.
  expect(at('kullback_leibler_divergence_of_labels')).toBeCloseTo((2 / 3) * Math.log(2 / 3), 12);
  expect(at('total_variation_distance_of_labels')).toBeCloseTo(1 / 6, 12);
  expect(at('class_imbalance')).toBe(0);
  const names = values.filter(({ metric }) => metric.family === 'fairness');
  expect(names).toHaveLength(2 * 6);
});

describe('where there is little to compare', () => {
  const table: TableRow[] = [
    ['F', 'north', true, true, 5],
    ['F', 'north', false, false, 5],
    ['M', 'north', true, true, 5],
    ['M', 'south', false, false, 5],
  ];
  const measure = (metric: string, rows: readonly TableRow[], baseline = table) =>
    measureSlice(metric, fairnessInput('binary', rows, 'F', baseline));

  test('a facet value without rows, or all rows of it, is no comparison', () => {
    for (const { name } of FAIRNESS.filter(({ name }) => name !== 'generalized_entropy')) {
      for (const sex of ['F', 'M']) {
        const value = measure(
          name,
          table.filter(([one]) => one === sex),
        ) as Value;
        expect(value.value, name).toBeNull();
        expect(value.reason, name).toMatch(
          sex === 'F' ? /of this facet value/ : /this facet value has no/,
        );
      }
    }
  });

  test('the reference is null where the baseline has no such comparison', () => {
    const value = measure(
      'recall_difference',
      table,
      table.filter(([sex]) => sex === 'M'),
    );
    expect(value).toMatchObject({ value: 0, reference: null });
  });

  test('a share of nothing counts as 0, has a note and no interval', () => {
    const value = measure(
      'recall_difference',
      table.filter(([sex, , y]) => sex === 'M' || !y),
    );
    expect(value?.value).toBe(1);
    expect(value?.note).toMatch(/counts as 0/);
    expect(value?.low).toBeUndefined();
  });

  test('a facet value without any positive prediction has an impact of 0 that may be chance', () => {
    const of = (women: number) =>
      measure('disparate_impact', [
        ['F', 'north', false, false, women],
        ['M', 'north', true, true, 50],
        ['M', 'north', false, false, 950],
      ]);
    expect(of(20)).toMatchObject({ value: 0, low: 0 });
    expect(of(20)?.high).toBeGreaterThan(1);
    expect(of(2000)?.high).toBeLessThan(0.1);
  });

  test('disparate impact of nothing by nothing is unknown', () => {
    const value = measure(
      'disparate_impact',
      table.filter(([, , , predicted]) => !predicted),
    );
    expect(value).toMatchObject({ value: null, reason: 'no other row is predicted positive' });
  });

  test('pairs too rare to be named are left out, and too many make the disparity unknown', () => {
    const name = 'conditional_demographic_disparity_in_labels';
    const input = fairnessInput('binary', table);
    const withPool = (rows: number) => {
      const [first] = input.slices.current;
      const pool = {
        ...first,
        segment: 'sex & region=(other)',
        profile: fairnessInput('binary', [['X', 'x', true, true, rows]], null).current,
      } as Slice;
      const current = [...input.slices.current, pool];
      return measureSlice(name, { ...input, slices: { ...input.slices, current } });
    };
    expect(withPool(1)?.value).toBe(measureSlice(name, input)?.value);
    expect(withPool(1)?.note).toMatch(/^4.8 % of the rows .* left out$/);
    expect(withPool(2)).toMatchObject({ value: null, reason: expect.stringMatching(/^9.1 %/) });
  });

  test('pools of rare values, variants and other segments are no facet values', () => {
    const input = fairnessInput('binary', table);
    for (const place of [
      { segment: 'sex=(other)' },
      { segment: 'sex=F & region=north' },
      { segment: 'country=DE' },
      { segment: 'sex=F', variant: 'v2' },
      { segment: null },
    ]) {
      for (const metric of FAIRNESS) {
        const applies = metric.name === 'generalized_entropy' && place.segment === null;
        expect(metric.appliesTo({ ...input, ...place }), metric.name).toBe(applies);
      }
    }
  });
});

const counts = fc.array(fc.oneof(fc.constant(0), fc.nat(30), fc.nat(1_000_000)), {
  minLength: 16,
  maxLength: 16,
});
const tables = counts.map((list) =>
  list.map((count, i): TableRow => {
    const bit = (k: number) => ((i >> k) & 1) === 1;
    return [bit(0) ? 'F' : 'M', bit(1) ? 'north' : 'south', bit(2), bit(3), count];
  }),
);
const LIMITS: Readonly<Record<string, readonly [number, number]>> = {
  disparate_impact: [0, Number.MAX_VALUE],
  treatment_equality: [-Number.MAX_VALUE, Number.MAX_VALUE],
  difference_in_conditional_acceptance: [-Number.MAX_VALUE, Number.MAX_VALUE],
  difference_in_conditional_rejection: [-Number.MAX_VALUE, Number.MAX_VALUE],
  kullback_leibler_divergence_of_labels: [-1, Number.MAX_VALUE],
  generalized_entropy: [0, Number.MAX_VALUE],
  lp_norm_of_labels: [0, Math.SQRT2],
};

test.each(FAIRNESS)(
  '$name is finite, in its range and in its interval, or null with a reason',
  (metric) => {
    const [least, most] = LIMITS[metric.name] ?? [-1, 1];
    fc.assert(
      fc.property(tables, tables, (rows, baseline) => {
        const sensitive = metric.name === 'generalized_entropy' ? null : 'F';
        const value = metric.measure(fairnessInput('binary', rows, sensitive, baseline));
        if (value.value === null) {
          expect(value.reason).toMatch(/\w/);
          return;
        }
        expect(value.value).toBeGreaterThanOrEqual(least - 1e-12);
        expect(value.value).toBeLessThanOrEqual(most + 1e-12);
        expect(value.low ?? value.value).toBeLessThanOrEqual(value.value);
        expect(value.high ?? value.value).toBeGreaterThanOrEqual(value.value);
        expect(Number.isFinite(value.chance ?? 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  },
);

describe('95 % intervals hold the truth in 95 % of samples', () => {
  const shares: readonly (readonly [TableRow, number])[] = [
    [['F', 'north', true, true, 0], 0.08],
    [['F', 'north', true, false, 0], 0.06],
    [['F', 'north', false, true, 0], 0.05],
    [['F', 'north', false, false, 0], 0.11],
    [['F', 'south', true, true, 0], 0.03],
    [['F', 'south', true, false, 0], 0.05],
    [['F', 'south', false, true, 0], 0.02],
    [['F', 'south', false, false, 0], 0.1],
    [['M', 'north', true, true, 0], 0.12],
    [['M', 'north', true, false, 0], 0.05],
    [['M', 'north', false, true, 0], 0.04],
    [['M', 'north', false, false, 0], 0.09],
    [['M', 'south', true, true, 0], 0.08],
    [['M', 'south', true, false, 0], 0.03],
    [['M', 'south', false, true, 0], 0.03],
    [['M', 'south', false, false, 0], 0.06],
  ];
  const tableOf = (count: (share: number, i: number) => number) =>
    shares.map(([row, share], i) => [...row.slice(0, 4), count(share, i)] as unknown as TableRow);
  let state = 4711;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const sample = (rows: number) => {
    const drawn = shares.map(() => 0);
    for (let n = 0; n < rows; n++) {
      let u = random();
      let i = 0;
      while (i < shares.length - 1 && u > (shares[i]?.[1] ?? 1)) u -= shares[i++]?.[1] ?? 0;
      drawn[i] = (drawn[i] ?? 0) + 1;
    }
    return tableOf((_, i) => drawn[i] ?? 0);
  };
  const truth = tableOf((share) => Math.round(1e6 * share));
  const samples = Array.from({ length: 400 }, () => sample(800));

  test.each(FAIRNESS.filter(({ interval }) => !interval?.startsWith('none')))('$name', (metric) => {
    const sensitive = metric.name === 'generalized_entropy' ? null : 'F';
    const { value: exact } = metric.measure(fairnessInput('binary', truth, sensitive));
    const holding = samples.filter((rows) => {
      const { low = 0, high = 0 } = metric.measure(fairnessInput('binary', rows, sensitive));
      return low <= (exact ?? Number.NaN) && (exact ?? Number.NaN) <= high;
    });
    const covered = holding.length / samples.length;
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.985);
  });
});

test('what chance would reach is what equal distributions of labels give on average', () => {
  let state = 99;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const draw = (sex: string, rows: number): TableRow[] => {
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < rows; n++) {
      const u = random();
      const i = u < 0.4 ? 0 : u < 0.7 ? 1 : u < 0.9 ? 2 : 3;
      counts[i] = (counts[i] ?? 0) + 1;
    }
    return counts.map((count, i): TableRow => [sex, 'north', `c${i}`, `c${i}`, count]);
  };
  const inputs = Array.from({ length: 300 }, () =>
    fairnessInput('multiclass', [...draw('F', 400), ...draw('M', 700)]),
  );
  for (const metric of FAIRNESS.filter(({ name }) =>
    /_(divergence|norm|distance|smirnov)_of/.test(name),
  )) {
    const values = inputs.map((input) => metric.measure(input));
    const mean = (of: (value: Value) => number) =>
      values.reduce((sum, value) => sum + of(value), 0) / values.length;
    const ratio = mean(({ value }) => value ?? Number.NaN) / mean(({ chance }) => chance ?? 0);
    expect(ratio, metric.name).toBeGreaterThan(0.8);
    expect(ratio, metric.name).toBeLessThan(1.2);
  }
});

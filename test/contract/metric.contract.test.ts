import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnMetric, SliceInput, SliceMetric, Value } from '../../lib/metrics/metric.ts';
import { METRICS, metricNamed } from '../../lib/metrics/registry.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import type { CategoricalColumn, Column, NumericColumn } from '../../lib/profile/column.ts';
import type { ColumnSummary } from '../../lib/profile/column-statistics.ts';
import { emptyProfile, type Profile } from '../../lib/profile/profile.ts';
import { outcomeFrame } from '../golden/measure.ts';
import { summariseNumbers } from '../golden/summaries.ts';
import { arbitraryOutcome, arbitraryPredictions, CONTRACT_OUTCOME } from './arbitrary-states.ts';

const RUNS = { numRuns: 150 };
const COLUMN_METRICS = METRICS.filter((metric): metric is ColumnMetric => metric.per === 'column');
const SLICE_METRICS = METRICS.filter((metric): metric is SliceMetric => metric.per === 'slice');
const DISTANCES = COLUMN_METRICS.filter(
  ({ family, name }) => family === 'drift' && !name.endsWith('_p'),
);
const ASYMMETRIC = ['mean_shift', 'wasserstein_normalised'];
/** What each unit can be. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  share: [0, 1],
  count: [0, Number.MAX_VALUE],
  nats: [0, Number.MAX_VALUE],
  milliseconds: [0, Number.MAX_VALUE],
  per_minute: [0, Number.MAX_VALUE],
  seconds: [0, Number.MAX_VALUE],
  minutes: [0, Number.MAX_VALUE],
  error_change: [-1, 1],
  error_change_p: [0, 1],
  label_given_score_change: [-1, 1],
  label_given_score_p: [0, 1],
  label_given_prediction_p: [0, 1],
  target_squared: [0, Number.MAX_VALUE],
  jensen_shannon: [0, 1],
  hellinger: [0, 1],
  cramer_von_mises_p: [0, 1],
  class_balance_change: [-1, 1],
  constant: [0, 1],
  kolmogorov_smirnov: [0, 1],
  kolmogorov_smirnov_p: [0, 1],
  chi_square_p: [0, 1],
  cramers_v: [0, 1],
  mcc: [-1, 1],
  correlation_change: [0, 2],
  attribution_ndcg: [0, 1],
  pca_reconstruction_error: [0, Number.MAX_VALUE],
  brier: [0, 1],
  r2: [-Number.MAX_VALUE, 1],
  mape: [0, Number.MAX_VALUE],
  smape: [0, 2],
  rmsle: [0, Number.MAX_VALUE],
  cohen_kappa: [-1, 1],
  lift: [0, 10],
  roc_auc: [0, 1],
  estimated_brier: [0, 1],
  estimated_roc_auc: [0, 1],
  estimated_roc_auc_ovr: [0, 1],
  expected_absolute_error: [0, Number.MAX_VALUE],
  estimation_error_accuracy: [-1, 1],
  estimation_error_roc_auc: [-1, 1],
  roc_auc_ovr: [0, 1],
  expected_calibration_error: [0, 1],
};

const numericColumn = (edges: number[], role: Column['role'] = 'feature'): NumericColumn => ({
  name: 'x',
  role,
  type: 'numeric',
  edges,
  decileEdges: edges.filter((_, i) => i % 3 === 0),
  center: 1,
});
const categoricalColumn: CategoricalColumn = {
  name: 'x',
  role: 'feature',
  type: 'categorical',
  categories: ['a', 'b', 'c'],
  truncated: false,
};

const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
);
const edges = fc
  .uniqueArray(finite, { maxLength: 12 })
  .map((list) => [...new Set(list.map((x) => x + 0))].sort((a, b) => a - b));
const numbers = fc.record({
  values: fc.array(finite, { maxLength: 30 }),
  missing: fc.nat(5),
  invalid: fc.nat(5),
});

function numeric(
  column: NumericColumn,
  { values, missing, invalid }: { values: number[]; missing: number; invalid: number },
): ColumnSummary {
  return {
    ...summariseNumbers(column, values),
    presence: { values: values.length, missing, invalid },
  };
}

const count = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(1_000_000));
const categorical: fc.Arbitrary<ColumnSummary> = fc
  .record({
    known: fc.tuple(count, count, count),
    unknown: fc.dictionary(
      fc.constantFrom('d', 'e', 'toString', '__proto__'),
      fc.integer({ min: 1, max: 50 }),
    ),
    unnamed: fc.oneof(fc.constant(0), fc.nat(30)),
    missing: fc.nat(5),
  })
  .map(({ known, unknown, unnamed, missing }) => {
    const unknownRows = Object.values(unknown).reduce((sum, n) => sum + n, unnamed);
    const values = known.reduce((sum, n) => sum + n, unknownRows);
    return {
      presence: { values, missing, invalid: 0 },
      categories: { known, unknown, unknownRows },
    };
  });

type Pair = readonly [Column, ColumnSummary, ColumnSummary];
const numericPair: fc.Arbitrary<Pair> = fc
  .tuple(edges, numbers, numbers, fc.constantFrom('feature', 'prediction', 'score', 'latency'))
  .map(([list, a, b, role]) => {
    const column = numericColumn(list, role as Column['role']);
    return [column, numeric(column, a), numeric(column, b)];
  });
const categoricalPair: fc.Arbitrary<Pair> = fc.tuple(
  fc.constant(categoricalColumn),
  categorical,
  categorical,
);
const pair = fc.oneof(numericPair, categoricalPair);

function expectSound({ name, unit }: { name: string; unit: string }, value: Value): void {
  for (const number of [
    value.value,
    value.reference,
    value.low ?? 0,
    value.high ?? 0,
    value.chance ?? 0,
  ]) {
    expect(number === null || Number.isFinite(number), `${name}: ${JSON.stringify(value)}`).toBe(
      true,
    );
  }
  expect(value.chance ?? 0).toBeGreaterThanOrEqual(0);
  if (value.value === null) {
    expect(value.reason, name).toMatch(/\w/);
    return;
  }
  const [least, most] = RANGES[name] ?? RANGES[unit] ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  expect(value.value, name).toBeGreaterThanOrEqual(least - 1e-12);
  expect(value.value, name).toBeLessThanOrEqual(most + 1e-12);
  if (value.low !== undefined) {
    expect(value.low, name).toBeLessThanOrEqual(value.value);
    expect(value.high, name).toBeGreaterThanOrEqual(value.value);
  }
}

describe('the registry', () => {
  test('names are unique, in the form of the monitor file, and found', () => {
    const names = METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(metricNamed(name).name).toBe(name);
    }
    expect(() => metricNamed('vibes')).toThrow(/no metric "vibes".*psi/);
  });

  test.each(METRICS)(
    '$name is described, and its default threshold is one that a monitor file may hold',
    (metric) => {
      expect(metric.description).toMatch(/^[\wÀ-ž-].*\.$/);
      expect(metric.description).not.toContain('|');
      if (!metric.defaultThreshold) return;
      const monitor = {
        monitor: 'm',
        task: 'binary',
        columns: { timestamp: 't' },
        thresholds: { [metric.name]: metric.defaultThreshold },
      };
      expect(monitorSchema.parse(monitor).thresholds[metric.name]).toEqual(metric.defaultThreshold);
      const limits = Object.keys({ ...metric.defaultThreshold, ...metric.defaultThreshold.warn });
      const harmless = metric.worse === 'higher' ? ['min', 'max_drop'] : ['max', 'max_rise'];
      expect(limits.filter((limit) => harmless.includes(limit))).toEqual([]);
    },
  );

  test('every column has drift metrics but latency, and no metric without a column of its type', () => {
    const applying = (column: Column) =>
      COLUMN_METRICS.filter((metric) => metric.appliesTo(column)).map(({ name }) => name);
    for (const role of ['feature', 'prediction', 'score'] as const) {
      expect(applying(numericColumn([0], role))).toContain('wasserstein');
      expect(applying(numericColumn([0], role))).not.toContain('chi_square');
      expect(applying({ ...categoricalColumn, role })).toContain('chi_square');
      expect(applying({ ...categoricalColumn, role })).not.toContain('wasserstein');
    }
    const families = COLUMN_METRICS.filter((metric) =>
      metric.appliesTo(numericColumn([0], 'latency')),
    ).map(({ family }) => family);
    expect(families).not.toContain('drift');
  });
});

describe.each(COLUMN_METRICS)('$name', (metric) => {
  test('is a finite number in its range, or null with a reason', () => {
    fc.assert(
      fc.property(pair, ([column, baseline, current]) => {
        if (metric.appliesTo(column))
          expectSound(metric, metric.measure({ column, baseline, current }));
      }),
      RUNS,
    );
  });

  test('does not fail on a summary that lacks every part', () => {
    for (const column of [numericColumn([0, 1]), categoricalColumn]) {
      if (metric.appliesTo(column))
        expect(metric.measure({ column, baseline: {}, current: {} }).value).toBeNull();
    }
  });
});

describe.each(DISTANCES)('$name as a distance', (metric) => {
  test('is 0 from itself, and null where there is nothing to compare', () => {
    fc.assert(
      fc.property(pair, ([column, baseline]) => {
        if (!metric.appliesTo(column)) return;
        const { value, reference, reason } = metric.measure({
          column,
          baseline,
          current: baseline,
        });
        if (value === null) expect(reason).toMatch(/baseline|too large/);
        else expect([Math.abs(value), reference]).toEqual([0, 0]);
      }),
      RUNS,
    );
  });

  test('is symmetric where it says so', () => {
    if (ASYMMETRIC.includes(metric.name)) return;
    fc.assert(
      fc.property(pair, ([column, a, b]) => {
        if (!metric.appliesTo(column)) return;
        const there = metric.measure({ column, baseline: a, current: b });
        const back = metric.measure({ column, baseline: b, current: a });
        if (there.value === null) expect(back.value).toBeNull();
        else
          expect(Math.abs((back.value ?? Number.NaN) - there.value)).toBeLessThanOrEqual(
            1e-9 * Math.max(1e-3, there.value),
          );
      }),
      RUNS,
    );
  });

  test('grows with the distance', () => {
    const column = metric.appliesTo(categoricalColumn)
      ? categoricalColumn
      : numericColumn([-3, -2, -1, 0, 1, 2, 3]);
    const at = (shift: number): ColumnSummary =>
      column.type === 'categorical'
        ? {
            presence: { values: 100, missing: 0, invalid: 0 },
            categories: {
              known: [60 - shift * 20, 30, 10 + shift * 20],
              unknown: {},
              unknownRows: 0,
            },
          }
        : summariseNumbers(
            column,
            [-2, -1, -1, 0, 0, 0, 1, 1, 2].map((x) => x + shift),
          );
    const [near, far] = [1, 2].map(
      (shift) => metric.measure({ column, baseline: at(0), current: at(shift) }).value ?? 0,
    );
    expect(near).toBeGreaterThan(0);
    expect(far).toBeGreaterThan(near ?? 0);
  });
});

describe.each(COLUMN_METRICS.filter(({ name }) => name.endsWith('_p')))(
  '$name as a p-value',
  (metric) => {
    test('is 1 for a side and itself', () => {
      fc.assert(
        fc.property(pair, ([column, baseline]) => {
          if (!metric.appliesTo(column)) return;
          const { value } = metric.measure({ column, baseline, current: baseline });
          if (value !== null) expect(value).toBe(1);
        }),
        RUNS,
      );
    });
  },
);

const latency = numericColumn([1, 2, 5, 10], 'latency');
const profile: fc.Arbitrary<Profile> = fc
  .record({
    outcome: arbitraryOutcome,
    predictions: arbitraryPredictions,
    values: fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 8 }),
    more: fc.nat(1000),
    failed: fc.option(fc.nat(100)),
  })
  .map(({ outcome: known, predictions, values, more, failed }) => {
    const { binary, multiclass, regression } = known;
    const labelled = binary
      ? binary.truePositive + binary.falsePositive + binary.trueNegative + binary.falseNegative
      : multiclass
        ? Object.values(multiclass.confusion).reduce((all, n) => all + n, 0)
        : (regression?.labelled ?? 0);
    const rows = labelled + more;
    const columns = { x: summariseNumbers(latency, values) };
    return {
      rows,
      errors: failed === null ? null : Math.min(rows, failed),
      columns,
      predictions,
      outcome: known,
    };
  });
const MONITOR = { monitor: 'm', task: 'binary', columns: { timestamp: 't' } };
const slice: fc.Arbitrary<SliceInput> = fc.record({
  baseline: fc.oneof(profile, fc.constant(emptyProfile)),
  current: fc.oneof(profile, fc.constant(emptyProfile)),
  frame: fc
    .record({
      columns: fc.constantFrom([], [latency]),
      task: fc.constantFrom('binary' as const, 'multiclass' as const, 'regression' as const),
      scoreEdges: fc.constantFrom([], [0.2, 0.5, 0.8]),
    })
    .map(({ columns, task, scoreEdges }) => ({
      columns,
      outcome: outcomeFrame({ task, scoreEdges, ...CONTRACT_OUTCOME }),
      segments: [],
    })),
  segment: fc.constantFrom(null, 'city=Bern'),
  variant: fc.constant(null),
  slices: fc.constant({ baseline: [], current: [] }),
  monitor: fc.constant(monitorSchema.parse(MONITOR)),
  windowMinutes: fc.constantFrom(0, 60, 1440),
  rejected: fc.nat(50),
});

describe.each(SLICE_METRICS)('$name', (metric) => {
  test('is a finite number in its range, or null with a reason; the baseline beside itself is its own reference', () => {
    fc.assert(
      fc.property(slice, (input) => {
        if (!metric.appliesTo(input)) return;
        expectSound(metric, metric.measure(input));
        const itself = { ...input, current: input.baseline };
        if (!metric.appliesTo(itself)) return;
        const { value, reference } = metric.measure(itself);
        if (reference !== null) expect(reference).toBe(value);
      }),
      RUNS,
    );
  });
});

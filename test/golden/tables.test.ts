import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { OutcomeFrame } from '../../lib/profile/column.ts';
import { nextBelow } from '../../lib/profile/edges.ts';
import { chiSquareSurvival } from '../../lib/stats/chi-square.ts';
import {
  type ConfusionScore,
  cohenKappa,
  fBeta,
  macroF1,
  matthewsCorrelation,
  weightedF1,
  weightedPrecision,
} from '../../lib/stats/confusion.ts';
import { areaUnderRocInterval, deLongStandardError } from '../../lib/stats/delong.ts';
import { deltaStandardError } from '../../lib/stats/delta-method.ts';
import { kolmogorovSurvival } from '../../lib/stats/kolmogorov.ts';
import { areaUnderRoc } from '../../lib/stats/ranking.ts';
import { measureColumn, measureSlice, metricNames, outcomeProfile, sliceInput } from './measure.ts';
import * as summaries from './summaries.ts';

type Numbers = Readonly<Record<string, number>>;

interface NumericCase {
  name: string;
  baseline: number[];
  current: number[];
  deciles: number[];
}

interface CategoricalCase {
  name: string;
  baseline: Numbers;
  current: Numbers;
}

/** One row per case: [what is checked, got, expected]. */
function read<Case>(table: string): Case[] {
  return (
    JSON.parse(readFileSync(new URL(`${table}.json`, import.meta.url), 'utf8')) as { cases: Case[] }
  ).cases;
}

/** What binning may cost: relative where it is named, else 1e-9; `kolmogorov_smirnov` less than a bin's share. */
const RELATIVE: Numbers = {
  wasserstein: 0.01,
  wasserstein_normalised: 0.01,
  kolmogorov_smirnov_p: 0.01,
  median_absolute_error: 0.01,
  p90_absolute_error: 0.01,
};
const ABSOLUTE: Numbers = { kolmogorov_smirnov: 1 / 250 };

function expectClose(got: number | null | undefined, expected: number, name: string): void {
  expect(got, name).toBeTypeOf('number');
  const allowed = Math.max(ABSOLUTE[name] ?? 1e-12, (RELATIVE[name] ?? 1e-9) * Math.abs(expected));
  expect(
    Math.abs((got as number) - expected),
    `${name}: ${got} for ${expected}`,
  ).toBeLessThanOrEqual(allowed);
}

describe('drift and quality of numbers, as SciPy and NumPy have them', () => {
  test.each(read<NumericCase>('drift-numeric'))('$name', (expected) => {
    const column = summaries.freezeNumbers('x', expected.baseline);
    expect(column.decileEdges).toEqual([...new Set(expected.deciles)]);
    const baseline = summaries.summariseNumbers(column, expected.baseline);
    const current = summaries.summariseNumbers(column, expected.current);
    const names = metricNames(Object.keys(expected));
    expect(names).toHaveLength(11);
    for (const name of names) {
      const { value } = measureColumn(name, column, baseline, current);
      expectClose(value, (expected as unknown as Numbers)[name] as number, name);
    }
  });
});

describe('drift of categories, as SciPy has it', () => {
  test.each(read<CategoricalCase>('drift-categorical'))('$name', (expected) => {
    const column = summaries.freezeCategories('x', expected.baseline);
    const baseline = summaries.summariseCategories(column, expected.baseline);
    const current = summaries.summariseCategories(column, expected.current);
    const names = metricNames(Object.keys(expected));
    expect(names).toHaveLength(7);
    for (const name of names) {
      const { value } = measureColumn(name, column, baseline, current);
      expectClose(value, (expected as unknown as Numbers)[name] as number, name);
    }
  });
});

interface Expected {
  readonly name: string;
  /** The ends of 95 % intervals by metric. */
  readonly intervals?: Readonly<Record<string, readonly [number, number]>>;
}

function expectOutcome(
  expected: Expected,
  outcome: Parameters<typeof outcomeProfile>[0],
  frame: Partial<OutcomeFrame>,
  count: number,
) {
  const profile = outcomeProfile(outcome);
  const names = metricNames(Object.keys(expected));
  expect(names).toHaveLength(count);
  for (const name of names) {
    const measured = measureSlice(
      name,
      sliceInput({
        baseline: profile,
        current: profile,
        task: frame.task ?? 'binary',
        outcome: frame,
      }),
    );
    expectClose(measured?.value, (expected as unknown as Numbers)[name] as number, name);
    expect(measured?.reference).toBe(name.endsWith('tives') ? null : measured?.value);
    const interval = expected.intervals?.[name];
    if (!interval) continue;
    expect(measured?.low, name).toBeCloseTo(interval[0], 9);
    // Relative: an error of zero labels is of the order of 1e15.
    expect((measured?.high ?? Number.NaN) / interval[1], name).toBeCloseTo(1, 9);
  }
}

describe('performance, as scikit-learn has it', () => {
  type Binary = Expected & { actual: number[]; predicted: number[]; score: number[] };
  test.each(read<Binary>('binary'))('binary: $name', (expected) => {
    const { actual, predicted, score } = expected;
    const rows = actual.map((label, i) => ({
      actual: label === 1,
      predicted: predicted[i] === 1,
      score: score[i] ?? 0,
    }));
    const scoreEdges = atoms(score);
    expectOutcome(
      expected,
      { binary: summaries.summariseBinary(scoreEdges, rows) },
      { task: 'binary', scoreEdges },
      21,
    );
  });

  type Multiclass = Expected & {
    actual: string[];
    predicted: string[];
    classes: string[];
    probability: number[][];
  };
  test.each(read<Multiclass>('multiclass'))('multiclass: $name', (expected) => {
    const { actual, predicted, classes, probability } = expected;
    const rows = actual.map((label, i) => {
      const probabilities = probability[i] ?? [];
      const actualProbability =
        (probabilities[classes.indexOf(label)] ?? 0) / probabilities.reduce((sum, p) => sum + p, 0);
      return { actual: label, predicted: predicted[i] ?? '', actualProbability, probabilities };
    });
    const frame = { task: 'multiclass', classes, scoreEdges: atoms(probability.flat()) } as const;
    const multiclass = summaries.summariseMulticlass(rows, frame);
    expectOutcome(expected, { multiclass }, frame, classes.length > 3 ? 17 : 16);
  });

  type Regression = Expected & { actual: number[]; predicted: number[]; rmsle?: number };
  test.each(read<Regression>('regression'))('regression: $name', (expected) => {
    const rows = expected.actual.map((actual, i) => ({
      actual,
      predicted: expected.predicted[i] ?? 0,
    }));
    const actualCenter = expected.actual.reduce((sum, x) => sum + x, 0) / rows.length;
    const frame = {
      task: 'regression',
      actualCenter,
      errorEdges: summaries.errorEdges(40),
      predictionEdges: [],
    } as const;
    expectOutcome(
      expected,
      { regression: summaries.summariseRegression(actualCenter, rows, frame) },
      frame,
      expected.rmsle === undefined ? 13 : 14,
    );
  });
});

/** Bins that hold one value each. */
function atoms(values: readonly number[]): number[] {
  const edges = values.flatMap((value) => [nextBelow(value), value]);
  return [...new Set(edges)].sort((a, b) => a - b);
}

type Scores = { name: string; actual: number[]; score: number[]; area: number };
test.each(read<Scores & { standard_error: number }>('delong'))(
  'the standard error of an area, as DeLong has it: $name',
  ({ actual, score, area, standard_error }) => {
    const edges = atoms(score);
    const of = (label: number) =>
      summaries.countBins(
        edges,
        score.filter((_, i) => actual[i] === label),
      );
    expect(areaUnderRoc(of(1), of(0))).toBeCloseTo(area, 12);
    expect(deLongStandardError(of(1), of(0))).toBeCloseTo(standard_error, 12);
    const { low, high } = areaUnderRocInterval(of(1), of(0));
    const logit = (p: number) => Math.log(p / (1 - p));
    const half = (1.959963984540054 * standard_error) / (area * (1 - area));
    const wider = (logit(high) - logit(area)) / half;
    expect(logit(area) - logit(low)).toBeCloseTo(wider * half, 9);
    // scipy.stats.t.ppf(0.975, 19) / norm.ppf(0.975) is 1.068; fewer rows have more beside it.
    const smaller = Math.min(
      ...[0, 1].map((label) => actual.filter((one) => one === label).length),
    );
    expect(wider).toBeGreaterThan(1);
    if (smaller >= 20) expect(wider).toBeLessThan(1.07);
    else expect(wider).toBeGreaterThan(1.07);
  },
);

const CONFUSION_SCORES: Readonly<Record<string, ConfusionScore>> = {
  cohen_kappa: cohenKappa,
  mcc: matthewsCorrelation,
  macro_f1: macroF1,
  weighted_f1: weightedF1,
  weighted_precision: weightedPrecision,
  f2: fBeta(2, 1),
  f05: fBeta(0.5, 1),
};
test.each(read<{ name: string; table: number[][] }>('confusion-standard-errors'))(
  'standard errors by the delta method, as closed forms and complex steps have them: $name',
  (expected) => {
    const names = metricNames(Object.keys(expected));
    expect(names.length).toBe(expected.table.length === 2 ? 7 : 5);
    for (const name of names) {
      const score = CONFUSION_SCORES[name] as ConfusionScore;
      const exact = (expected as unknown as Numbers)[name] as number;
      expect(deltaStandardError(expected.table, score) / exact, name).toBeCloseTo(1, 6);
    }
  },
);

test.each(read<{ name: string; values: number[] }>('latency'))(
  'latency quantiles, within 1 % of NumPy: $name',
  (expected) => {
    const edges = Array.from({ length: 1048 }, (_, i) => 0.01 * 1.02 ** i);
    const column = {
      name: 'ms',
      role: 'latency',
      type: 'numeric',
      edges,
      decileEdges: [],
      center: 0,
    } as const;
    const profile = {
      ...outcomeProfile({}),
      columns: { ms: summaries.summariseNumbers(column, expected.values) },
    };
    for (const name of metricNames(Object.keys(expected))) {
      const value = measureSlice(name, sliceInput({ current: profile, columns: [column] }))
        ?.value as number;
      const exact = (expected as unknown as Numbers)[name] as number;
      expect(Math.abs(value / exact - 1), name).toBeLessThanOrEqual(0.01);
    }
  },
);

test.each(read<{ n: number; d: number; p: number }>('kolmogorov'))(
  'Kolmogorov p-value for n = $n, d = $d',
  ({ n, d, p }) => {
    expect(Math.abs(kolmogorovSurvival(d, n) - p)).toBeLessThanOrEqual(3e-6 * p + 1e-300);
  },
);

test.each(read<{ x: number; k: number; p: number }>('chi-square-survival'))(
  'chi-square p-value of $x with $k degrees',
  ({ x, k, p }) => {
    expect(Math.abs(chiSquareSurvival(x, k) - p)).toBeLessThanOrEqual(1e-9 * p);
  },
);

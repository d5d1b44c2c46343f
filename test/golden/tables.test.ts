import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chiSquareSurvival } from '../../lib/stats/chi-square.ts';
import { kolmogorovSurvival } from '../../lib/stats/kolmogorov.ts';
import {
  measureColumn,
  measureSlice,
  metricNames,
  type outcomeFrame,
  outcomeProfile,
  sliceInput,
} from './measure.ts';
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

function expectOutcome(
  expected: object,
  outcome: Parameters<typeof outcomeProfile>[0],
  frame: Parameters<typeof outcomeFrame>[0] & object,
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
    expectClose(measured?.value, (expected as Numbers)[name] as number, name);
    expect(measured?.reference).toBe(name.endsWith('tives') ? null : measured?.value);
  }
}

describe('performance, as scikit-learn has it', () => {
  type Binary = { name: string; actual: number[]; predicted: number[]; score: number[] };
  test.each(read<Binary>('binary'))('binary: $name', (expected) => {
    const { actual, predicted, score } = expected;
    const rows = actual.map((label, i) => ({
      actual: label === 1,
      predicted: predicted[i] === 1,
      score: score[i] ?? 0,
    }));
    const scoreEdges = [...new Set(score)].sort((a, b) => a - b);
    const frame = { task: 'binary', scoreEdges, actualCenter: 0 } as const;
    expectOutcome(expected, { binary: summaries.summariseBinary(scoreEdges, rows) }, frame, 15);
  });

  type Multiclass = {
    name: string;
    actual: string[];
    predicted: string[];
    classes: string[];
    probability: number[][];
  };
  test.each(read<Multiclass>('multiclass'))('multiclass: $name', (expected) => {
    const { actual, predicted, classes, probability } = expected;
    const rows = actual.map((label, i) => {
      const row = probability[i] ?? [];
      const actualProbability =
        (row[classes.indexOf(label)] ?? 0) / row.reduce((sum, p) => sum + p, 0);
      return { actual: label, predicted: predicted[i] ?? '', actualProbability };
    });
    const frame = { task: 'multiclass', scoreEdges: [], actualCenter: 0 } as const;
    expectOutcome(expected, { multiclass: summaries.summariseMulticlass(rows) }, frame, 8);
  });

  type Regression = { name: string; actual: number[]; predicted: number[] };
  test.each(read<Regression>('regression'))('regression: $name', (expected) => {
    const rows = expected.actual.map((actual, i) => ({
      actual,
      predicted: expected.predicted[i] ?? 0,
    }));
    const actualCenter = expected.actual.reduce((sum, x) => sum + x, 0) / rows.length;
    const frame = { task: 'regression', scoreEdges: [], actualCenter } as const;
    expectOutcome(
      expected,
      { regression: summaries.summariseRegression(actualCenter, rows) },
      frame,
      6,
    );
  });
});

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

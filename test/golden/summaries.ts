import type { CategoricalColumn, ColumnRole, NumericColumn } from '../../lib/profile/column.ts';
import type { ColumnSummary } from '../../lib/profile/column-statistics.ts';
import { buildEdges, CURVE_CELLS } from '../../lib/profile/edges.ts';
import type { BinaryOutcome } from '../../lib/profile/statistics/binary.ts';
import type { MulticlassOutcome } from '../../lib/profile/statistics/multiclass.ts';
import type { RegressionOutcome } from '../../lib/profile/statistics/regression.ts';
import { interpolate, quantilePosition } from '../../lib/stats/quantile.ts';

const BINS = 250;
const TAILS = [1 / 500, 1 / 1000, 1 / 2500, 1 / 5000, 1 / 10_000];

/** A numeric column frozen over raw values, as a baseline would; loops over rows, which only a test may. */
export function freezeNumbers(
  name: string,
  values: readonly number[],
  role: ColumnRole = 'feature',
): NumericColumn {
  const sorted = Float64Array.from(values).sort();
  const at = (level: number) => {
    const position = quantilePosition(level, sorted.length);
    const below = Math.floor(position);
    return interpolate(
      sorted[below] ?? 0,
      sorted[below + 1] ?? sorted[below] ?? 0,
      position - below,
    );
  };
  const even = (cells: number) => Array.from({ length: cells + 1 }, (_, k) => at(k / cells));
  const tails = TAILS.filter((level) => sorted.length * level >= 10).flatMap((level) => [
    at(level),
    at(1 - level),
  ]);
  const repeats = new Map<number, number>();
  for (const value of sorted) repeats.set(value, (repeats.get(value) ?? 0) + 1);
  const edges = buildEdges({
    quantiles: [...even(BINS).slice(1, -1), ...tails],
    deciles: even(10).slice(1, -1),
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    atoms: [...repeats].filter(([, rows]) => rows > sorted.length / BINS).map(([value]) => value),
    curve: even(CURVE_CELLS),
  });
  return {
    name,
    role,
    type: 'numeric',
    ...edges,
    center: values.reduce((sum, x) => sum + x, 0) / values.length,
  };
}

/** What a profile keeps of numbers. */
export function summariseNumbers(
  { edges, center }: Pick<NumericColumn, 'edges' | 'center'>,
  values: readonly number[],
): ColumnSummary {
  const moments = { sum: 0, sumOfSquares: 0 };
  for (const x of values) {
    moments.sum += x - center;
    moments.sumOfSquares += (x - center) ** 2;
  }
  const sorted = Float64Array.from(values).sort();
  return {
    presence: { values: values.length, missing: 0, invalid: 0 },
    histogram: countBins(edges, values),
    moments,
    extent: { min: sorted[0] ?? null, max: sorted.at(-1) ?? null },
  };
}

/** Values per left-open bin. */
export function countBins(edges: readonly number[], values: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((edges[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return counts;
}

export function freezeCategories(
  name: string,
  counts: Readonly<Record<string, number>>,
): CategoricalColumn {
  const categories = Object.keys(counts).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  return { name, role: 'feature', type: 'categorical', categories, truncated: false };
}

export function summariseCategories(
  column: CategoricalColumn,
  counts: Readonly<Record<string, number>>,
): ColumnSummary {
  const unknown = Object.fromEntries(
    Object.entries(counts).filter(([name]) => !column.categories.includes(name)),
  );
  const sum = (rows: readonly number[]) => rows.reduce((all, n) => all + n, 0);
  return {
    presence: { values: sum(Object.values(counts)), missing: 0, invalid: 0 },
    categories: {
      known: column.categories.map((name) => counts[name] ?? 0),
      unknown,
      unknownRows: sum(Object.values(unknown)),
    },
  };
}

export interface BinaryRow {
  readonly actual: boolean;
  readonly predicted: boolean;
  readonly score: number;
}

export function summariseBinary(
  scoreEdges: readonly number[],
  rows: readonly BinaryRow[],
): BinaryOutcome {
  const count = (predicted: boolean, actual: boolean) =>
    rows.filter((row) => row.predicted === predicted && row.actual === actual).length;
  const given = rows.map(({ actual, score }) => (actual ? score : 1 - score));
  const scores = (actual: boolean) =>
    countBins(
      scoreEdges,
      rows.filter((row) => row.actual === actual).map(({ score }) => score),
    );
  return {
    truePositive: count(true, true),
    falsePositive: count(true, false),
    trueNegative: count(false, false),
    falseNegative: count(false, true),
    scored: rows.length,
    logLoss: rows.reduce((sum, { actual, score }) => {
      const clipped = Math.max(1e-15, Math.min(1 - 1e-15, score));
      return sum - Math.log(actual ? clipped : 1 - clipped);
    }, 0),
    squaredError: given.reduce((sum, p) => sum + (1 - p) ** 2, 0),
    positiveScores: scores(true),
    negativeScores: scores(false),
  };
}

export interface MulticlassRow {
  readonly actual: string;
  readonly predicted: string;
  /** Of the actual class, divided by the sum over all. */
  readonly actualProbability: number;
}

export function summariseMulticlass(rows: readonly MulticlassRow[]): MulticlassOutcome {
  const confusion: Record<string, number> = {};
  for (const { actual, predicted } of rows) {
    const pair = JSON.stringify([actual, predicted]);
    confusion[pair] = (confusion[pair] ?? 0) + 1;
  }
  const loss = rows.reduce(
    (sum, { actualProbability: p }) => sum - Math.log(Math.max(1e-15, p)),
    0,
  );
  return { confusion, scored: rows.length, logLoss: loss };
}

export function summariseRegression(
  actualCenter: number,
  rows: readonly { readonly actual: number; readonly predicted: number }[],
): RegressionOutcome {
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((all, row) => all + of(row), 0);
  return {
    labelled: rows.length,
    error: sum(({ actual, predicted }) => predicted - actual),
    absoluteError: sum(({ actual, predicted }) => Math.abs(predicted - actual)),
    squaredError: sum(({ actual, predicted }) => (predicted - actual) ** 2),
    absolutePercentageError: sum(
      ({ actual, predicted }) =>
        Math.abs(predicted - actual) / Math.max(Math.abs(actual), 2.220446049250313e-16),
    ),
    actual: sum(({ actual }) => actual - actualCenter),
    squaredActual: sum(({ actual }) => (actual - actualCenter) ** 2),
  };
}

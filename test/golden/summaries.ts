import type {
  CategoricalColumn,
  ColumnRole,
  NumericColumn,
  OutcomeFrame,
} from '../../lib/profile/column.ts';
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
  const sum = (of: (row: BinaryRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const error = ({ actual, score }: BinaryRow) => score - (actual ? 1 : 0);
  const loss = ({ actual, score }: BinaryRow) => {
    const clipped = Math.max(1e-15, Math.min(1 - 1e-15, score));
    return -Math.log(actual ? clipped : 1 - clipped);
  };
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
    logLoss: sum(loss),
    squaredLogLoss: sum((row) => loss(row) ** 2),
    squaredError: sum((row) => error(row) ** 2),
    fourthError: sum((row) => error(row) ** 4),
    positiveScores: scores(true),
    negativeScores: scores(false),
  };
}

export interface MulticlassRow {
  readonly actual: string;
  readonly predicted: string;
  /** Of the actual class, divided by the sum over all. */
  readonly actualProbability: number;
  /** Of every class of the frame, as logged. */
  readonly probabilities?: readonly number[];
}

export function summariseMulticlass(
  rows: readonly MulticlassRow[],
  { classes, scoreEdges }: Pick<OutcomeFrame, 'classes' | 'scoreEdges'> = {
    classes: [],
    scoreEdges: [],
  },
): MulticlassOutcome {
  const confusion: Record<string, number> = {};
  for (const { actual, predicted } of rows) {
    const pair = JSON.stringify([actual, predicted]);
    confusion[pair] = (confusion[pair] ?? 0) + 1;
  }
  const losses = rows.map(({ actualProbability: p }) => -Math.log(Math.max(1e-15, p)));
  const ranks = classes.map(() => 0);
  for (const { actual, probabilities = [] } of rows) {
    const own = classes.indexOf(actual);
    const before = classes.filter((name, k) => {
      const difference = (probabilities[k] ?? 0) - (probabilities[own] ?? 0);
      return difference > 0 || (difference === 0 && name > actual);
    });
    if (own >= 0) ranks[before.length] = (ranks[before.length] ?? 0) + 1;
  }
  const counts = (k: number, keep: (row: MulticlassRow) => boolean) =>
    countBins(
      scoreEdges,
      rows.filter(keep).map(({ probabilities }) => probabilities?.[k] ?? 0),
    );
  return {
    confusion,
    scored: rows.length,
    logLoss: losses.reduce((sum, loss) => sum + loss, 0),
    squaredLogLoss: losses.reduce((sum, loss) => sum + loss ** 2, 0),
    scoresByClass: Object.fromEntries(
      classes.map((name, k) => [
        name,
        {
          positives: counts(k, ({ actual }) => actual === name),
          negatives: counts(k, ({ actual }) => actual !== name),
        },
      ]),
    ),
    ranks,
  };
}

/** Edges of scores: even ones and ones close to 0 and 1 beside those of the column, as a baseline freezes them. */
export function scoreEdges(column: readonly number[], parts: number): number[] {
  const even = Array.from({ length: parts + 1 }, (_, i) => i / parts);
  const logits = Array.from({ length: 401 }, (_, i) => 1 / (1 + Math.exp((i - 200) / 10)));
  return [...new Set([...column, ...even, ...logits])].sort((a, b) => a - b);
}

/** Edges of errors 2 % apart from 1e-4 to 100 standard deviations of the labels, as a baseline freezes them. */
export function errorEdges(spread: number): number[] {
  const sizes = Array.from({ length: 699 }, (_, i) => spread * 1e-4 * 1.02 ** i);
  return [...sizes.map((size) => -size).reverse(), 0, ...sizes];
}

export interface RegressionRow {
  readonly actual: number;
  readonly predicted: number;
}

export function summariseRegression(
  actualCenter: number,
  rows: readonly RegressionRow[],
  { errorEdges, predictionEdges }: Pick<OutcomeFrame, 'errorEdges' | 'predictionEdges'> = {
    errorEdges: [],
    predictionEdges: [],
  },
): RegressionOutcome {
  const sum = (of: (row: RegressionRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const error = ({ actual, predicted }: RegressionRow) => predicted - actual;
  const size = (row: RegressionRow) => Math.abs(error(row));
  const percentage = (row: RegressionRow) =>
    size(row) / Math.max(Math.abs(row.actual), 2.220446049250313e-16);
  const symmetric = (row: RegressionRow) =>
    (2 * size(row)) / (Math.abs(row.actual) + Math.abs(row.predicted) || 1);
  const hasLog = ({ actual, predicted }: RegressionRow) => actual > -1 && predicted > -1;
  const log = (row: RegressionRow) =>
    hasLog(row) ? Math.log1p(row.predicted) - Math.log1p(row.actual) : 0;
  const centered = ({ actual }: RegressionRow) => actual - actualCenter;
  const bins = Array.from(
    { length: predictionEdges.length > 0 ? predictionEdges.length + 1 : 0 },
    (_, i) => i,
  );
  const sumByBin = (of: (row: RegressionRow) => number) =>
    bins.map((i) =>
      rows
        .filter(
          ({ predicted }) =>
            predicted > (predictionEdges[i - 1] ?? Number.NEGATIVE_INFINITY) &&
            predicted <= (predictionEdges[i] ?? Number.POSITIVE_INFINITY),
        )
        .reduce((all, row) => all + of(row), 0),
    );
  return {
    labelled: rows.length,
    error: sum(error),
    absoluteError: sum(size),
    squaredError: sum((row) => error(row) ** 2),
    signedSquaredError: sum((row) => error(row) * size(row)),
    fourthError: sum((row) => error(row) ** 4),
    largestError: rows.reduce((largest, row) => Math.max(largest, size(row)), 0),
    absolutePercentageError: sum(percentage),
    squaredPercentageError: sum((row) => percentage(row) ** 2),
    symmetricPercentageError: sum(symmetric),
    squaredSymmetricError: sum((row) => symmetric(row) ** 2),
    withoutLogError: rows.filter((row) => !hasLog(row)).length,
    squaredLogError: sum((row) => log(row) ** 2),
    fourthLogError: sum((row) => log(row) ** 4),
    actual: sum(centered),
    squaredActual: sum((row) => centered(row) ** 2),
    cubedActual: sum((row) => centered(row) ** 3),
    fourthActual: sum((row) => centered(row) ** 4),
    squaredErrorActual: sum((row) => error(row) ** 2 * centered(row)),
    squaredErrorSquaredActual: sum((row) => error(row) ** 2 * centered(row) ** 2),
    errors: errorEdges.length > 0 ? countBins(errorEdges, rows.map(error)) : [],
    byPrediction: {
      rows: sumByBin(() => 1),
      error: sumByBin(error),
      absoluteError: sumByBin(size),
      squaredError: sumByBin((row) => error(row) ** 2),
    },
  };
}

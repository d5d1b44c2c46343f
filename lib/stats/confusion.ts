import { total } from './sums.ts';

/** Rows by actual class (outer) and predicted class (inner), both over the same classes; shares will do, too. */
export type ConfusionTable = readonly (readonly number[])[];

/** What every score below is made of, by class. */
export interface Margins {
  /** Rows of the class that were predicted as it. */
  readonly agreed: readonly number[];
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
}

export type ConfusionScore = (margins: Margins) => number;

export function marginsOf(table: ConfusionTable): Margins {
  return {
    agreed: table.map((row, i) => row[i] ?? 0),
    actual: table.map(total),
    predicted: table.map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0)),
  };
}

/**
 * Agreement of predictions and labels above what their shares would give by chance, -1 to 1; NaN where both are of one class.
 *
 * @see Cohen (1960), A coefficient of agreement for nominal scales; sklearn.metrics.cohen_kappa_score
 */
export function cohenKappa(margins: Margins): number {
  const rows = total(margins.actual);
  const chance = sumOver(margins, (_, actual, predicted) => actual * (rows - predicted));
  return surplus(margins, rows) / chance;
}

/**
 * Matthews correlation of any number of classes, at most 1; NaN where predictions or labels are of one class.
 *
 * @see Gorodkin (2004), Comparing two K-category assignments by a K-category correlation coefficient; sklearn.metrics.matthews_corrcoef
 */
export function matthewsCorrelation(margins: Margins): number {
  const rows = total(margins.actual);
  const spread = (counts: readonly number[]) =>
    counts.reduce((sum, count) => sum + count * (rows - count), 0);
  return surplus(margins, rows) / Math.sqrt(spread(margins.actual) * spread(margins.predicted));
}

/** (1 + beta^2) agreed / (beta^2 actual + predicted) of one class: recall counts beta times as much as precision. @see van Rijsbergen (1979) */
export function fBeta(beta: number, classIndex: number): ConfusionScore {
  return ({ agreed, actual, predicted }) =>
    ((1 + beta * beta) * (agreed[classIndex] ?? 0)) /
    (beta * beta * (actual[classIndex] ?? 0) + (predicted[classIndex] ?? 0));
}

/** Mean of F1 over classes, each counting the same. */
export function macroF1(margins: Margins): number {
  return sumOver(margins, f1) / margins.actual.length;
}

/** Mean of F1 over classes, each counting by its labels. */
export function weightedF1(margins: Margins): number {
  return (
    sumOver(margins, (agreed, actual, predicted) => actual * f1(agreed, actual, predicted)) /
    total(margins.actual)
  );
}

/** Mean of precision over classes, each counting by its labels; a class that is never predicted counts 0. */
export function weightedPrecision(margins: Margins): number {
  return (
    sumOver(margins, (agreed, actual, predicted) =>
      predicted > 0 ? (actual * agreed) / predicted : 0,
    ) / total(margins.actual)
  );
}

function f1(agreed: number, actual: number, predicted: number): number {
  return (2 * agreed) / (actual + predicted);
}

/** How far agreement exceeds what independence would give, times the square of the rows; summed by class, which loses no digits. */
function surplus(margins: Margins, rows: number): number {
  return sumOver(margins, (agreed, actual, predicted) => rows * agreed - actual * predicted);
}

function sumOver(
  { agreed, actual, predicted }: Margins,
  term: (agreed: number, actual: number, predicted: number) => number,
): number {
  return agreed.reduce((sum, count, k) => sum + term(count, actual[k] ?? 0, predicted[k] ?? 0), 0);
}

import type { Expectation } from './expected-confusion.ts';
import { areaUnderRoc, averagePrecision } from './ranking.ts';
import { type Recalibration, recalibratedVariance } from './recalibration.ts';
import { total } from './sums.ts';

/** Area under the ROC curve of rows by score bin if every row is as likely to be positive as its score says; null where one class is not expected. */
export function expectedRocAuc(
  recalibration: Recalibration,
  rows: readonly number[],
): Expectation | null {
  const [positives, negatives] = expectedClasses(recalibration, rows);
  const [m, n] = [total(positives), total(negatives)];
  if (m <= 0 || n <= 0) return null;
  const area = areaUnderRoc(positives, negatives);
  let [positivesBelow, negativesBelow] = [0, 0];
  // What one negative of the bin turned positive wins below it, loses above it, and changes of the number of pairs.
  const slopes = rows.map((_, i) => {
    const [own, others] = [positives[i] ?? 0, negatives[i] ?? 0];
    const won = (negativesBelow + others / 2) / n;
    const lost = 1 - (positivesBelow + own / 2) / m;
    positivesBelow += own;
    negativesBelow += others;
    return (won - area) / m - (lost - area) / n;
  });
  return withError(area, recalibration, rows, slopes);
}

/** Average precision of the same; null where no positive is expected. */
export function expectedAveragePrecision(
  recalibration: Recalibration,
  rows: readonly number[],
): Expectation | null {
  const [positives, negatives] = expectedClasses(recalibration, rows);
  const all = total(positives);
  if (all <= 0) return null;
  const value = averagePrecision(positives, negatives);
  let [found, predicted] = [0, 0];
  const precision = new Array<number>(rows.length).fill(0);
  const predictedFrom = new Array<number>(rows.length).fill(0);
  for (let i = rows.length - 1; i >= 0; i--) {
    found += positives[i] ?? 0;
    predicted += rows[i] ?? 0;
    predictedFrom[i] = predicted;
    precision[i] = predicted > 0 ? found / predicted : 0;
  }
  // A positive more in a bin raises the precision there and at every lower score.
  let raised = 0;
  const slopes = precision.map((here, i) => {
    raised += (predictedFrom[i] ?? 0) > 0 ? (positives[i] ?? 0) / (predictedFrom[i] ?? 1) : 0;
    return (here + raised - value) / all;
  });
  return withError(value, recalibration, rows, slopes);
}

function expectedClasses({ probabilities }: Recalibration, rows: readonly number[]) {
  return [
    rows.map((count, i) => count * (probabilities[i] ?? 0)),
    rows.map((count, i) => count * (1 - (probabilities[i] ?? 0))),
  ] as const;
}

function withError(
  value: number,
  recalibration: Recalibration,
  rows: readonly number[],
  slopes: readonly number[],
): Expectation {
  const variance = recalibratedVariance(recalibration, [{ rows, slope: (i) => slopes[i] ?? 0 }]);
  return { value, standardError: Math.sqrt(variance) };
}

import type { Profile } from '../../profile/profile.ts';
import type { LossByBin } from '../../stats/expected-loss.ts';
import { total } from '../../stats/sums.ts';
import type { SliceInput } from '../metric.ts';

/** Below so many labelled rows of the baseline nothing is estimated. */
const LEAST_LABELS = 50;

/** What the baseline's predictions missed by, by predicted value; null where too few are labelled. */
export function baselineLosses({ frame, baseline }: SliceInput): LossByBin | null {
  const { predictionEdges } = frame.outcome;
  const { byPrediction } = baseline.outcome.regression ?? {};
  if (
    predictionEdges.length === 0 ||
    byPrediction?.rows.length !== predictionEdges.length + 1 ||
    total(byPrediction.rows) < LEAST_LABELS
  ) {
    return null;
  }
  const { rows, absoluteError, squaredError } = byPrediction;
  return { rows, loss: absoluteError, squaredLoss: squaredError };
}

/** A side's rows by bin of the predicted value, labelled or not: its column's histogram, whose finer edges hold the bins' own. */
export function predictedRows(
  { frame, monitor }: SliceInput,
  side: Profile,
): readonly number[] | null {
  const { predictionEdges } = frame.outcome;
  const column = frame.columns.find(
    ({ name, role }) =>
      role === 'prediction' &&
      (monitor.columns.prediction === undefined || name === monitor.columns.prediction),
  );
  const histogram = column && side.columns[column.name]?.histogram;
  if (column?.type !== 'numeric' || !histogram) return null;
  const rows = new Array<number>(predictionEdges.length + 1).fill(0);
  let bin = 0;
  histogram.forEach((count, i) => {
    const end = column.edges[i] ?? Number.POSITIVE_INFINITY;
    while (bin < predictionEdges.length && (predictionEdges[bin] ?? 0) < end) bin += 1;
    rows[bin] = (rows[bin] ?? 0) + count;
  });
  return rows;
}

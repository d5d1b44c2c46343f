import type { OutcomeFrame } from '../../profile/column.ts';
import type { RegressionOutcome } from '../../profile/statistics/regression.ts';
import { Z95 } from '../../stats/normal.ts';
import { type BinnedValues, histogramQuantile } from '../../stats/quantile.ts';
import { total } from '../../stats/sums.ts';
import type { Estimate } from '../estimate.ts';

/**
 * A quantile of |error| with the interval that order statistics give: the quantiles at the level's binomial ranks.
 *
 * Within 1 % for errors between the smallest and the largest edge (1e-4 to 100 standard deviations of the baseline's labels);
 * smaller ones are read as half the smallest edge.
 *
 * @see Conover (1999), Practical Nonparametric Statistics, 3.2
 */
export function absoluteErrorQuantile(
  { errors, largestError }: RegressionOutcome,
  { errorEdges }: OutcomeFrame,
  level: number,
): Estimate {
  const rows = total(errors);
  const values = foldAtZero(errorEdges, errors, largestError);
  const value = histogramQuantile(values, level);
  if (value === null) return { value: null, reason: 'no errors are kept' };
  const half = Z95 * Math.sqrt((level * (1 - level)) / rows);
  const at = (share: number) => histogramQuantile(values, Math.max(0, Math.min(1, share))) ?? value;
  return { value, low: Math.min(value, at(level - half)), high: Math.max(value, at(level + half)) };
}

/** The bins of |error|: the frozen edges lie the same on both sides of 0. */
function foldAtZero(
  edges: readonly number[],
  errors: readonly number[],
  largest: number,
): BinnedValues {
  const zero = edges.indexOf(0);
  const above = edges.slice(zero + 1);
  const counts = errors.slice(zero + 1).map((count, i) => count + (errors[zero - i] ?? 0));
  return { edges: above, counts, min: 0, max: largest };
}

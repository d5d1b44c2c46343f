import type { Interval } from './interval.ts';
import { Z95 } from './normal.ts';

/**
 * 95 % interval of a correlation of `count` rows, through Fisher's z; needs more than 3. Exact for normal values, too narrow
 * for heavy tails.
 *
 * @see Fisher (1921), On the "probable error" of a coefficient of correlation, Metron 1
 */
export function fisherInterval(correlation: number, count: number): Interval {
  const half = Z95 / Math.sqrt(count - 3);
  const z = Math.atanh(correlation);
  return { low: Math.tanh(z - half), high: Math.tanh(z + half) };
}

/** Standard deviation of the difference of two samples' correlations where the true one is the same: Fisher's z, to first order. */
export function deviationOfDifference(correlation: number, n: number, m: number): number {
  return (1 - correlation * correlation) * Math.sqrt(1 / (n - 3) + 1 / (m - 3));
}

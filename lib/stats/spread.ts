import type { Moments } from '../profile/statistics/moments.ts';

/** Population standard deviation (divided by n) of `count` values from their sums around a center. */
export function standardDeviation(moments: Moments, count: number): number {
  const mean = moments.sum / count;
  const meanSquare = moments.sumOfSquares / count;
  const variance = meanSquare - mean * mean;
  // What rounding leaves of equal values is not a spread.
  return variance > 1e-15 * meanSquare ? Math.sqrt(variance) : 0;
}

import { expectedStabilityIndex } from './divergence.ts';
import { total } from './sums.ts';

/**
 * Hellinger distance of two count vectors over the same bins, without smoothing; in [0, 1], symmetric, 1 where they share no bin.
 *
 * @see Hellinger (1909); the root of half the squared distance of the shares' roots
 */
export function hellingerDistance(
  reference: readonly number[],
  current: readonly number[],
): number {
  const n = total(reference);
  const m = total(current);
  const sum = reference.reduce(
    (all, count, i) => all + (Math.sqrt(count / n) - Math.sqrt((current[i] ?? 0) / m)) ** 2,
    0,
  );
  return Math.sqrt(Math.min(1, sum / 2));
}

/**
 * Root of what the squared distance would be expected to be by chance: to second order it is the stability index / 8. Too low by up
 * to a fifth where a handful of rows is expected in a bin.
 */
export function expectedHellingerDistance(
  reference: readonly number[],
  current: readonly number[],
): number {
  return Math.min(1, Math.sqrt(expectedStabilityIndex(reference, current) / 8));
}

import { boundedInterval, meanInterval } from '../../stats/interval.ts';
import type { Estimate } from '../estimate.ts';

/** How the descriptors of these metrics name the interval. */
export const NORMAL = 'normal, from the sum of squares';

/**
 * The mean of `count` values of at least `least` with its normal interval, from their sum and the sum of their squares; without one
 * for a single value, whose spread is not known.
 */
export function meanEstimate(
  sum: number,
  sumOfSquares: number,
  count: number,
  least = Number.NEGATIVE_INFINITY,
): Estimate {
  const value = sum / count;
  const variance = sumOfSquares / count - value * value;
  // Squares that are too small for their sum were too large to be added up.
  const known = count > 1 && variance >= -1e-9 * value * value;
  if (!known) return { value };
  const deviation = Math.sqrt(Math.max(0, variance));
  const interval = meanInterval(value, deviation, count - 1);
  return { value, ...boundedInterval(interval, value, least, Number.POSITIVE_INFINITY) };
}

/** An increasing function of an estimate and of its interval. */
export function mapEstimate(estimate: Estimate, map: (value: number) => number): Estimate {
  if (estimate.value === null) return estimate;
  const { value, low, high } = estimate;
  return {
    value: map(value),
    ...(low !== undefined && high !== undefined && { low: map(low), high: map(high) }),
  };
}

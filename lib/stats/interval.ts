import { Z95 } from './normal.ts';

/** A 95 % confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson's score interval of a proportion; within [0, 1] and never empty at 0 or 1. @see Wilson (1927), JASA 22 */
export function wilsonInterval(successes: number, trials: number): Interval {
  const share = successes / trials;
  const z2 = Z95 * Z95;
  const center = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (Z95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))) /
    (1 + z2 / trials);
  return {
    low: Math.max(0, Math.min(share, center - half)),
    high: Math.min(1, Math.max(share, center + half)),
  };
}

/** Normal interval of a mean. */
export function meanInterval(mean: number, standardDeviation: number, count: number): Interval {
  const half = (Z95 * standardDeviation) / Math.sqrt(count);
  return { low: mean - half, high: mean + half };
}

/**
 * Interval of an area under the ROC curve.
 *
 * @see Hanley & McNeil (1982), The meaning and use of the area under a receiver operating characteristic curve, Radiology 143
 */
export function hanleyMcNeilInterval(area: number, positives: number, negatives: number): Interval {
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const variance =
    (area * (1 - area) +
      (positives - 1) * (q1 - area * area) +
      (negatives - 1) * (q2 - area * area)) /
    (positives * negatives);
  const half = Z95 * Math.sqrt(Math.max(0, variance));
  return { low: Math.max(0, area - half), high: Math.min(1, area + half) };
}

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
 * Standard error of an area under the ROC curve.
 *
 * @see Hanley & McNeil (1982), The meaning and use of the area under a receiver operating characteristic curve, Radiology 143
 */
export function hanleyMcNeilError(area: number, positives: number, negatives: number): number {
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const variance =
    (area * (1 - area) +
      (positives - 1) * (q1 - area * area) +
      (negatives - 1) * (q2 - area * area)) /
    (positives * negatives);
  return Math.sqrt(Math.max(0, variance));
}

/** An interval cut to the range [least, most], and widened to hold the value itself where it does not. */
export function boundedInterval(
  { low, high }: Interval,
  value: number,
  least: number,
  most: number,
): Interval {
  return {
    low: Math.min(value, Math.max(least, low)),
    high: Math.max(value, Math.min(most, high)),
  };
}

/** Normal interval of the logit of a value in (0, 1), taken back: it can't leave (0, 1). */
export function logitInterval(value: number, standardError: number): Interval {
  const logit = Math.log(value / (1 - value));
  const half = (Z95 * standardError) / (value * (1 - value));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return { low: back(logit - half), high: back(logit + half) };
}

/** A share with its own interval. */
export interface Share extends Interval {
  readonly value: number;
}

/**
 * Interval of the mean of independent shares, from the intervals of each: never empty, even where all are 0 or 1.
 *
 * @see Zou & Donner (2008), Construction of confidence limits about effect measures (MOVER), Statistics in Medicine 27
 */
export function meanOfSharesInterval(shares: readonly Share[]): Interval {
  const mean = shares.reduce((sum, { value }) => sum + value, 0) / shares.length;
  const half = (distance: (share: Share) => number) =>
    Math.sqrt(shares.reduce((sum, share) => sum + distance(share) ** 2, 0)) / shares.length;
  return {
    low: mean - half(({ value, low }) => value - low),
    high: mean + half(({ value, high }) => high - value),
  };
}

/**
 * 95 % interval of the difference a - b of two independent quantities from the interval of each.
 *
 * @see Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine 17,
 * method 10; Zou (2007), Toward using confidence intervals to compare correlations, Psychological Methods 12
 */
export function differenceInterval(a: Share, b: Share): Interval {
  const difference = a.value - b.value;
  return {
    low: difference - Math.hypot(a.value - a.low, b.high - b.value),
    high: difference + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

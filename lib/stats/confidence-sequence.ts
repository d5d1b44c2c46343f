import type { Interval } from './interval.ts';
import { studentQuantile } from './student.ts';

/** Differences of windows as far as an interval needs them: sums, so that old windows can be forgotten. */
export interface DifferenceSums {
  readonly windows: number;
  /** Sum of the weights, and of their cubes. */
  readonly weight: number;
  readonly weight3: number;
  /** Of squared weight times the variance that sampling gives. */
  readonly sampled: number;
  /** Of weight times difference, and times its square. */
  readonly weighted: number;
  readonly weightedSquares: number;
  /** The same three with the squares of the weights. */
  readonly weight2: number;
  readonly weighted2: number;
  readonly weightedSquares2: number;
}

export const NO_DIFFERENCES: DifferenceSums = {
  windows: 0,
  weight: 0,
  weight3: 0,
  sampled: 0,
  weighted: 0,
  weightedSquares: 0,
  weight2: 0,
  weighted2: 0,
  weightedSquares2: 0,
};

/** The interval is narrowest, beside those of other mixtures, once there is as much evidence as so many windows of one size give. */
const TIGHTEST_AT = 20;

/** Differences that happen to agree make nothing certain: of the variance that sampling gives two independent sides, at least this share counts. */
const LEAST_SHARE = 0.01;

/**
 * One window more. `variance` is the sampling variance of its difference were both sides independent. The `weight`, above 0, must
 * not follow from the values: a window whose lucky value looks precise would count more.
 */
export function addDifference(
  sums: DifferenceSums,
  difference: number,
  { weight, variance }: { readonly weight: number; readonly variance: number },
): DifferenceSums {
  const weight2 = weight * weight;
  return {
    windows: sums.windows + 1,
    weight: sums.weight + weight,
    weight3: sums.weight3 + weight2 * weight,
    sampled: sums.sampled + weight2 * variance,
    weighted: sums.weighted + weight * difference,
    weightedSquares: sums.weightedSquares + weight * difference ** 2,
    weight2: sums.weight2 + weight2,
    weighted2: sums.weighted2 + weight2 * difference,
    weightedSquares2: sums.weightedSquares2 + weight2 * difference ** 2,
  };
}

/**
 * The weighted mean difference with an interval that may be looked at after every window: the true mean lies
 * outside it at any look with a probability of at most `error`.
 *
 * The boundary is that of the normal mixture. How far the mean may be off is estimated from the differences themselves, so that it
 * holds where windows vary by more than sampling, and is narrower where both sides scored the same requests. As few windows tell it
 * badly, the boundary's normal quantile gives way to Student's of the same probability. Windows count by what they weigh: beside one
 * of a hundred times their rows many are hardly more than none. Null with fewer than two windows.
 *
 * @see Robbins (1970), Annals of Mathematical Statistics 41; Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Time-uniform
 * central limit theory and asymptotic confidence sequences, Annals of Statistics 52, theorem 2.2 and appendix B.2
 */
export function confidenceSequence(
  sums: DifferenceSums,
  error: number,
): (Interval & { readonly mean: number }) | null {
  if (sums.windows < 2) return null;
  const mean = sums.weighted / sums.weight;
  const windows = effectiveWindows(sums);
  const normal = mixtureBoundary(windows, error);
  const half = studentQuantile(normal, windows - 1) * Math.sqrt(varianceOfMean(sums));
  if (!Number.isFinite(half)) return null;
  return { mean, low: mean - half, high: mean + half };
}

/** How many windows of one size tell as much as these. @see Kish (1965), Survey Sampling, 11.7 */
function effectiveWindows({ weight, weight2 }: DifferenceSums): number {
  return weight ** 2 / weight2;
}

/**
 * Variance of the weighted mean, from the differences of two windows or more: the larger of what it is were the variances the
 * inverse of the weights (Birge's ratio), and were they in any proportion (White's sandwich, corrected to be right where all are one).
 *
 * @see Birge (1932), Physical Review 40; White (1980), Econometrica 48
 */
export function varianceOfMean(sums: DifferenceSums): number {
  const { windows, weight, weighted, weightedSquares, weight2, weight3, sampled } = sums;
  const mean = weighted / weight;
  const ratio = (weightedSquares - mean * weighted) / (windows - 1);
  const sandwich = sums.weightedSquares2 - 2 * mean * sums.weighted2 + mean ** 2 * weight2;
  // Of equal variances the mean of the squared distances from the weighted mean falls short by this.
  const [second, third] = [weight2 / weight ** 2, weight3 / weight ** 3];
  const correction = second / (second - 2 * third + second ** 2);
  return Math.max(
    (LEAST_SHARE * sampled) / weight ** 2,
    ratio / weight,
    (sandwich / weight ** 2) * correction,
  );
}

/** How many standard errors a mean may be off at any time, when `time` times as much is known as in the beginning. */
export function mixtureBoundary(time: number, error: number): number {
  const level = -2 * Math.log(error);
  const evidence = (time * (level + Math.log(level + 1))) / TIGHTEST_AT;
  return Math.sqrt((1 + 1 / evidence) * Math.log((1 + evidence) / error ** 2));
}

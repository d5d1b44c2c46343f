import type { Interval } from './interval.ts';

/** Differences of windows as far as an interval needs them: sums, so that old windows can be forgotten. */
export interface DifferenceSums {
  readonly windows: number;
  /** Weight of the first window; the unit in which evidence is counted. */
  readonly first: number;
  /** Sum of the weights: each the inverse of its difference's sampling variance. */
  readonly weight: number;
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
  first: 0,
  weight: 0,
  weighted: 0,
  weightedSquares: 0,
  weight2: 0,
  weighted2: 0,
  weightedSquares2: 0,
};

/** The interval is narrowest, beside those of other mixtures, once there is as much evidence as so many windows like the first give. */
const TIGHTEST_AT = 20;

/** Differences that happen to agree make nothing certain: of the variance that sampling gives two independent sides, at least this share counts. */
const LEAST_SHARE = 0.01;

/** One window more; `variance` is the sampling variance of its difference were both sides independent, above 0. */
export function addDifference(
  sums: DifferenceSums,
  difference: number,
  variance: number,
): DifferenceSums {
  const weight = 1 / variance;
  const weight2 = weight * weight;
  return {
    windows: sums.windows + 1,
    first: sums.windows === 0 ? weight : sums.first,
    weight: sums.weight + weight,
    weighted: sums.weighted + weight * difference,
    weightedSquares: sums.weightedSquares + weight * difference ** 2,
    weight2: sums.weight2 + weight2,
    weighted2: sums.weighted2 + weight2 * difference,
    weightedSquares2: sums.weightedSquares2 + weight2 * difference ** 2,
  };
}

/**
 * The mean difference, weighted by precision, with an interval that may be looked at after every window: the true mean lies
 * outside it at any look with a probability of at most `error`.
 *
 * The boundary is that of the normal mixture. How far the mean may be off is estimated from the differences themselves, so that it
 * holds where windows vary by more than sampling, and is narrower where both sides scored the same requests. As few windows tell it
 * badly, the boundary's normal quantile gives way to Student's of the same probability. Null with fewer than two windows.
 *
 * @see Robbins (1970), Annals of Mathematical Statistics 41; Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Time-uniform
 * central limit theory and asymptotic confidence sequences, Annals of Statistics 52, theorem 2.2 and appendix B.2
 * @see Wallace (1959), Annals of Mathematical Statistics 30, for the quantile
 */
export function confidenceSequence(
  sums: DifferenceSums,
  error: number,
): (Interval & { readonly mean: number }) | null {
  if (sums.windows < 2) return null;
  const mean = sums.weighted / sums.weight;
  const normal = mixtureBoundary(sums.weight / sums.first, error);
  const half = studentOf(normal, sums.windows - 1) * Math.sqrt(varianceOfMean(sums));
  if (!Number.isFinite(half)) return null;
  return { mean, low: mean - half, high: mean + half };
}

/**
 * Variance of the weighted mean, from the differences of two windows or more: the larger of what it is were the variances in the
 * proportion that sampling gives (Birge's ratio), and were they in any (White's sandwich).
 *
 * @see Birge (1932), Physical Review 40; White (1980), Econometrica 48, with the correction n / (n - 1)
 */
export function varianceOfMean(sums: DifferenceSums): number {
  const { windows, weight, weighted, weightedSquares } = sums;
  const mean = weighted / weight;
  const ratio = (weightedSquares - mean * weighted) / (windows - 1);
  const sandwich = sums.weightedSquares2 - 2 * mean * sums.weighted2 + mean ** 2 * sums.weight2;
  return Math.max(
    Math.max(LEAST_SHARE, ratio) / weight,
    ((sandwich / weight ** 2) * windows) / (windows - 1),
  );
}

/** How many standard errors a mean may be off at any time, when `time` times as much is known as in the beginning. */
export function mixtureBoundary(time: number, error: number): number {
  const level = -2 * Math.log(error);
  const evidence = (time * (level + Math.log(level + 1))) / TIGHTEST_AT;
  return Math.sqrt((1 + 1 / evidence) * Math.log((1 + evidence) / error ** 2));
}

/** The quantile of Student's t that is as improbable as a normal one, to 1 % from two degrees of freedom on. */
function studentOf(normal: number, degreesOfFreedom: number): number {
  const correction = ((8 * degreesOfFreedom + 3) / (8 * degreesOfFreedom + 1)) ** 2;
  return Math.sqrt(degreesOfFreedom * Math.expm1((normal ** 2 * correction) / degreesOfFreedom));
}

import type { Interval } from './interval.ts';

/** Differences of windows as far as an interval needs them: sums, so that old windows can be forgotten. */
export interface DifferenceSums {
  readonly windows: number;
  /** Weight of the first window; the unit in which evidence is counted. */
  readonly first: number;
  /** Sum of the weights: each the inverse of its difference's sampling variance. */
  readonly weight: number;
  readonly weightSquared: number;
  readonly weighted: number;
  readonly weightedSquares: number;
}

export const NO_DIFFERENCES: DifferenceSums = {
  windows: 0,
  first: 0,
  weight: 0,
  weightSquared: 0,
  weighted: 0,
  weightedSquares: 0,
};

/** The interval is narrowest, beside those of other mixtures, once there is as much evidence as so many windows like the first give. */
const TIGHTEST_AT = 20;

/** One window more; `variance` is the sampling variance of its difference, above 0. */
export function addDifference(
  sums: DifferenceSums,
  difference: number,
  variance: number,
): DifferenceSums {
  const weight = 1 / variance;
  return {
    windows: sums.windows + 1,
    first: sums.windows === 0 ? weight : sums.first,
    weight: sums.weight + weight,
    weightSquared: sums.weightSquared + weight * weight,
    weighted: sums.weighted + weight * difference,
    weightedSquares: sums.weightedSquares + weight * difference * difference,
  };
}

/**
 * The mean difference, weighted by precision, with an interval that may be looked at after every window: the true mean lies
 * outside it at any look with a probability of at most `error`.
 *
 * The boundary is that of the normal mixture. What windows vary by beyond sampling is estimated from the differences themselves
 * (the method of moments), and as few windows tell it badly, the boundary's normal quantile gives way to Student's of the same
 * probability. Where sampling explains all, it is wider than need be. Null with fewer than two windows.
 *
 * @see Robbins (1970), Annals of Mathematical Statistics 41; Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Time-uniform
 * central limit theory and asymptotic confidence sequences, Annals of Statistics 52, theorem 2.2 and appendix B.2
 * @see DerSimonian & Laird (1986), Controlled Clinical Trials 7; Wallace (1959), Annals of Mathematical Statistics 30
 */
export function confidenceSequence(
  sums: DifferenceSums,
  error: number,
): (Interval & { readonly mean: number }) | null {
  const { windows, first, weight, weightSquared, weighted } = sums;
  if (windows < 2) return null;
  const mean = weighted / weight;
  const variance = (weight + varianceBetween(sums) * weightSquared) / weight ** 2;
  const normal = mixtureBoundary(weight / first, error);
  const half = studentOf(normal, windows - 1) * Math.sqrt(variance);
  if (!Number.isFinite(half)) return null;
  return { mean, low: mean - half, high: mean + half };
}

/** Variance of the windows' true differences; 0 where sampling explains what they vary by. */
export function varianceBetween(sums: DifferenceSums): number {
  const { windows, weight, weightSquared, weighted, weightedSquares } = sums;
  if (windows < 2) return 0;
  const spread = weightedSquares - weighted ** 2 / weight;
  return Math.max(0, (spread - (windows - 1)) / (weight - weightSquared / weight));
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

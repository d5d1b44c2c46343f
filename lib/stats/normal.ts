/** 97.5 % quantile of the standard normal distribution: half the width of a 95 % interval, in standard errors. */
export const Z95 = 1.959963984540054;

/** Probability that a standard normal value lies within +-t, to 3e-7. @see Abramowitz & Stegun 7.1.26 */
export function withinNormal(t: number): number {
  const x = Math.abs(t) / Math.SQRT2;
  const k = 1 / (1 + 0.3275911 * x);
  const series =
    k *
    (0.254829592 + k * (-0.284496736 + k * (1.421413741 + k * (-1.453152027 + k * 1.061405429))));
  return 1 - series * Math.exp(-x * x);
}

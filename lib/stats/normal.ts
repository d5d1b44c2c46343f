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

/** The value that a standard normal one exceeds with probability `p`, in (1e-5, 0.5], to 1e-3. */
export function upperNormalQuantile(p: number): number {
  let low = 0;
  let high = 5;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if ((1 - withinNormal(middle)) / 2 > p) low = middle;
    else high = middle;
  }
  return high;
}

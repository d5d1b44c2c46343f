/** The Kolmogorov-Smirnov distance of two samples: the largest difference of their distribution functions. */
export function largestDifference(a: readonly number[], b: readonly number[]): number {
  const x = [...a].sort((p, q) => p - q);
  const y = [...b].sort((p, q) => p - q);
  let [i, j, most] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i] ?? 0, y[j] ?? 0);
    while (x[i] === value) i += 1;
    while (y[j] === value) j += 1;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}

/**
 * Probability that two samples of `size` values of one continuous distribution are at least so far apart, exact.
 *
 * @see scipy.stats.ks_2samp(method="exact"); Gnedenko & Korolyuk (1951)
 */
export function equalSamplesSurvival(distance: number, size: number): number {
  const steps = Math.round(distance * size);
  if (steps <= 0) return 1;
  // Binomial coefficients over the middle one, each from the one before; the alternating sum is nested from its last term.
  let nested = 0;
  for (let k = Math.floor(size / steps); k >= 1; k--) {
    let term = 1;
    for (let j = 0; j < steps; j++) {
      const top = size - (k - 1) * steps - j;
      const bottom = size + (k - 1) * steps + j + 1;
      term *= top / bottom;
    }
    nested = term * (1 - nested);
  }
  return Math.min(1, Math.max(0, 2 * nested));
}

import gammainc from '@stdlib/math-base-special-gammainc';

/**
 * Exact upper 95 % bound of a Poisson mean of which `count` were seen: the mean at which so few would come in 5 % of cases.
 *
 * Half the 95 % quantile of chi-square with 2 (count + 1) degrees of freedom, by bisection of the incomplete gamma function.
 *
 * @see Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28; scipy.stats.chi2.ppf(0.95, 2 * count + 2) / 2
 */
export function poissonUpperBound(count: number): number {
  let [low, high] = [count, 2 * count + 10];
  while (high - low > 1e-10 * high) {
    const mean = (low + high) / 2;
    if (gammainc(mean, count + 1, true, true) > 0.05) low = mean;
    else high = mean;
  }
  return high;
}

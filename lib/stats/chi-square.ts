import gammainc from '@stdlib/math-base-special-gammainc';
import { occupied, total } from './sums.ts';

export interface ChiSquare {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly total: number;
}

/**
 * Pearson's statistic of the 2 x K table of two count vectors, without Yates' correction; categories that nobody has are left out.
 *
 * @see scipy.stats.chi2_contingency(table, correction=False)
 */
export function chiSquare(reference: readonly number[], current: readonly number[]): ChiSquare {
  const [a, b] = occupied(reference, current);
  const n = total(a);
  const m = total(b);
  const statistic = a.reduce((sum, count, i) => {
    const difference = count / n - (b[i] ?? 0) / m;
    return sum + (difference * difference) / (count + (b[i] ?? 0));
  }, 0);
  return {
    statistic: statistic * n * m,
    degreesOfFreedom: Math.max(0, a.length - 1),
    total: n + m,
  };
}

/**
 * Probability that chi-square with these degrees of freedom exceeds the statistic; 1 where there is no freedom.
 *
 * The regularised upper incomplete gamma function itself: 1 - cdf would end at 1e-16.
 *
 * @see Abramowitz & Stegun 26.4.19; scipy.stats.chi2.sf
 */
export function chiSquareSurvival(statistic: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom <= 0 || statistic <= 0) return 1;
  return Math.min(1, Math.max(0, gammainc(statistic / 2, degreesOfFreedom / 2, true, true)));
}

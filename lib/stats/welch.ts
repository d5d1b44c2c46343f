import { studentTwoSided } from './student.ts';

/** A sample by its sums. */
export interface Sums {
  readonly rows: number;
  readonly sum: number;
  readonly squares: number;
}

/**
 * p-value of Welch's test of two equal means; 1 where the means are equal, 0 where they differ and neither sample varies.
 * Both samples have two values at least.
 *
 * @see scipy.stats.ttest_ind(equal_var=False)
 */
export function welchTest(a: Sums, b: Sums): number {
  const [one, other] = [errorOfMean(a), errorOfMean(b)];
  const difference = a.sum / a.rows - b.sum / b.rows;
  if (difference === 0) return 1;
  const variance = one + other;
  if (variance === 0) return 0;
  const degreesOfFreedom = variance ** 2 / (one ** 2 / (a.rows - 1) + other ** 2 / (b.rows - 1));
  return studentTwoSided(difference / Math.sqrt(variance), degreesOfFreedom);
}

/** Squared standard error of the mean. */
function errorOfMean({ rows, sum, squares }: Sums): number {
  return Math.max(0, squares - (sum * sum) / rows) / (rows - 1) / rows;
}

import type { Interval } from './interval.ts';
import { Z95 } from './normal.ts';
import type { BinnedValues } from './quantile.ts';
import { total } from './sums.ts';

/**
 * Normal interval of a standard deviation, from the fourth central moment: the variance of s^2 is (mu4 - sigma^4) / n whatever the
 * distribution. The moment is that of values spread evenly over their bins.
 *
 * @see Cramér (1946), Mathematical methods of statistics, 27.4 and 28.4
 */
export function deviationInterval(
  deviation: number,
  mean: number,
  { edges, counts, min, max }: BinnedValues,
): Interval | undefined {
  const count = total(counts);
  if (!(deviation > 0 && count > 1)) return undefined;
  const fourth = counts.reduce((sum, rows, i) => {
    if (rows === 0) return sum;
    const from = Math.max(min, edges[i - 1] ?? min);
    const to = Math.min(max, edges[i] ?? max);
    const [distance, half] = [(from + to) / 2 - mean, (to - from) / 2];
    return sum + rows * (distance ** 4 + 2 * distance ** 2 * half ** 2 + half ** 4 / 5);
  }, 0);
  const excess = Math.max(0, fourth / count - deviation ** 4);
  const half = (Z95 * Math.sqrt(excess / count)) / (2 * deviation);
  return { low: Math.max(0, deviation - half), high: deviation + half };
}

import { withinNormal } from './normal.ts';
import { occupied, total } from './sums.ts';

const LARGEST = 50;
const STEPS = 200;

/**
 * What the largest difference of shares would be expected to be by chance.
 *
 * Each difference is about normal with variance p (1 - p) (1/n + 1/m), the differences taken as independent (exact for two
 * categories, whose differences are one). Only the 50 largest variances count.
 */
export function expectedLargestDifference(
  reference: readonly number[],
  current: readonly number[],
): number {
  const [a, b] = occupied(reference, current);
  const n = total(a);
  const m = total(b);
  const deviations = a
    .map((count, i) => (count + (b[i] ?? 0)) / (n + m))
    .map((share) => Math.sqrt(share * (1 - share) * (1 / n + 1 / m)))
    .sort((x, y) => y - x)
    .slice(0, a.length === 2 ? 1 : LARGEST);
  return Math.min(1, expectedLargest(deviations));
}

/**
 * What the largest of independent normal values around 0 would be expected to be, signs aside: the integral of the probability
 * that any exceeds t. A few per cent high for values that depend on each other.
 */
export function expectedLargest(deviations: readonly number[]): number {
  const top = 6 * Math.max(0, ...deviations);
  if (top === 0) return 0;
  let sum = 0;
  for (let step = 0; step < STEPS; step++) {
    const t = ((step + 0.5) / STEPS) * top;
    sum += 1 - deviations.reduce((all, deviation) => all * within(t, deviation), 1);
  }
  return (sum / STEPS) * top;
}

function within(t: number, deviation: number): number {
  return deviation > 0 ? withinNormal(t / deviation) : 1;
}

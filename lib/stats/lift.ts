import type { Interval } from './interval.ts';
import { Z95 } from './normal.ts';
import { total } from './sums.ts';

/** How many positives are among the `rows` highest scores; of a bin that is cut, in proportion. */
export function positivesAmongHighest(
  positives: readonly number[],
  negatives: readonly number[],
  rows: number,
): number {
  let left = rows;
  let found = 0;
  for (let i = positives.length - 1; i >= 0 && left > 0; i--) {
    const hits = positives[i] ?? 0;
    const all = hits + (negatives[i] ?? 0);
    if (all === 0) continue;
    const taken = Math.min(1, left / all);
    found += hits * taken;
    left -= all * taken;
  }
  return found;
}

/** Share of positives among the rows with the highest scores, `top` of all, over their share of all rows. Needs a positive. */
export function liftOf(
  positives: readonly number[],
  negatives: readonly number[],
  top: number,
): number {
  const rows = total(positives) + total(negatives);
  return positivesAmongHighest(positives, negatives, top * rows) / (top * total(positives));
}

/**
 * Interval of the lift. That the cut is itself a quantile of the scores is allowed for: a row above it counts by how its label
 * differs from the share of positives near the cut, here among the rows within a fifth of `top`.
 *
 * @see Serfling (1980), Approximation Theorems of Mathematical Statistics, 2.5 and 3.3, for the quantile and the delta method
 */
export function liftInterval(
  positives: readonly number[],
  negatives: readonly number[],
  top: number,
): Interval {
  const rows = total(positives) + total(negatives);
  const among = (share: number) => positivesAmongHighest(positives, negatives, share * rows) / rows;
  const base = total(positives) / rows;
  const caught = among(top);
  const lift = caught / (top * base);
  const near = (among(1.2 * top) - among(0.8 * top)) / (0.4 * top);
  const influence = (positive: number, above: number) =>
    ((positive - near) * above + near * top - caught) / (top * base) -
    (lift * (positive - base)) / base;
  const variance =
    caught * influence(1, 1) ** 2 +
    (top - caught) * influence(0, 1) ** 2 +
    (base - caught) * influence(1, 0) ** 2 +
    (1 - top - base + caught) * influence(0, 0) ** 2;
  const half = Z95 * Math.sqrt(Math.max(0, variance) / rows);
  return { low: lift - half, high: lift + half };
}

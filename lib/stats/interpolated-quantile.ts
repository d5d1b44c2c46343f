import type { Interval } from './interval.ts';
import { Z95 } from './normal.ts';
import { type BinnedValues, interpolate, quantileByRank, quantilePosition } from './quantile.ts';
import { total } from './sums.ts';

/**
 * A quantile of binned values, its bin's values taken as evenly spaced; null where there are none.
 *
 * Wrong by a bin's width at most, and exact where the bin holds one value only. Beyond the edges a bin may be wide: see `isBeyond`.
 *
 * @see numpy.quantile, method "linear"
 */
export function interpolatedQuantile(values: BinnedValues, level: number): number | null {
  const count = total(values.counts);
  if (count === 0) return null;
  return quantileByRank(level, count, (rank) => valueAtRank(values, rank));
}

/** Whether a quantile lies outside the edges, where nothing but the bin's ends is known of several values. */
export function isBeyond(values: BinnedValues, level: number): boolean {
  const rank = Math.floor(quantilePosition(level, total(values.counts)));
  return binAtRank(values, rank).open;
}

/**
 * Distribution-free interval of a quantile: the values at the ranks n p -+ z sqrt(n p (1 - p)), or the ends of their bins where these
 * lie outside the edges; undefined where the ranks lie outside the sample.
 *
 * @see Conover (1999), Practical nonparametric statistics, 3.2
 */
export function quantileInterval(values: BinnedValues, level: number): Interval | undefined {
  const count = total(values.counts);
  const half = Z95 * Math.sqrt(count * level * (1 - level));
  const [first, last] = [
    Math.floor(quantilePosition(level, count) - half),
    Math.ceil(quantilePosition(level, count) + half),
  ];
  if (count === 0 || first < 0 || last > count - 1) return undefined;
  const [left, right] = [binAtRank(values, first), binAtRank(values, last)];
  return {
    low: left.open ? left.from : valueAtRank(values, first),
    high: right.open ? right.to : valueAtRank(values, last),
  };
}

function valueAtRank(values: BinnedValues, rank: number): number {
  const { from, to, before, rows } = binAtRank(values, rank);
  return interpolate(from, to, (rank - before + 0.5) / rows);
}

/** The bin of the value at a rank (from 0), its open ends closed by the extremes. */
function binAtRank({ edges, counts, min, max }: BinnedValues, rank: number) {
  let upTo = 0;
  const bin = counts.findIndex((count) => {
    upTo += count;
    return upTo > rank;
  });
  const rows = counts[bin] ?? 1;
  const from = Math.min(max, Math.max(min, edges[bin - 1] ?? min));
  const to = Math.max(min, Math.min(max, edges[bin] ?? max));
  const open = (bin <= 0 || bin >= edges.length) && from < to;
  return { from, to, rows, before: upTo - rows, open };
}

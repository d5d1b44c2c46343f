import { total } from './sums.ts';

/** A quantile's place among n sorted values, counted from 0, by linear interpolation. @see numpy.quantile, method "linear" */
export function quantilePosition(level: number, count: number): number {
  return level * (count - 1);
}

/** Between two neighbours, by the formula of numpy, to the last bit. @see numpy/lib/function_base.py, _lerp */
export function interpolate(a: number, b: number, t: number): number {
  const difference = b - a;
  return t >= 0.5 ? b - difference * (1 - t) : a + difference * t;
}

/** A quantile of `count` > 0 sorted values, each known by its rank from 0. @see numpy.quantile, method "linear" */
export function quantileByRank(
  level: number,
  count: number,
  valueAt: (rank: number) => number,
): number {
  const position = quantilePosition(level, count);
  const below = Math.floor(position);
  const next = Math.min(count - 1, below + 1);
  return interpolate(valueAt(below), valueAt(next), position - below);
}

/** The levels 0, 1/cells, ... 1. */
export function evenLevels(cells: number): number[] {
  return Array.from({ length: cells + 1 }, (_, k) => k / cells);
}

/**
 * The places (from 0) of the sorted values that evenly spaced quantiles of `count` values need.
 *
 * Asked for by place, thousands of quantiles cost one sort: DuckDB's quantile_cont searches anew for every level.
 */
export function quantileRanks(count: number, cells: number): number[] {
  const ranks = evenLevels(cells).flatMap((level) => {
    const below = Math.floor(quantilePosition(level, count));
    return [below, Math.min(count - 1, below + 1)];
  });
  return [...new Set(ranks)].sort((a, b) => a - b);
}

/** The evenly spaced quantiles from the sorted values at `quantileRanks(count, cells)`. */
export function quantilesAtRanks(
  values: readonly number[],
  count: number,
  cells: number,
): number[] {
  const value = new Map(
    quantileRanks(count, cells).map((rank, i) => [rank, values[i] ?? Number.NaN]),
  );
  return evenLevels(cells).map((level) => {
    const position = quantilePosition(level, count);
    const below = Math.floor(position);
    const a = value.get(below) ?? Number.NaN;
    return interpolate(a, value.get(Math.min(count - 1, below + 1)) ?? a, position - below);
  });
}

/** Values in bins; the open ends are closed by min and max. */
export interface BinnedValues {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly min: number;
  readonly max: number;
}

/**
 * A quantile of binned values, each read off the middle of its bin; null where there are none.
 *
 * Wrong by half a bin's width at most: by 1 % over edges that are 2 % apart.
 */
export function histogramQuantile(values: BinnedValues, level: number): number | null {
  const count = total(values.counts);
  if (count === 0) return null;
  return quantileByRank(level, count, (rank) => valueAtRank(values, rank));
}

function valueAtRank({ edges, counts, min, max }: BinnedValues, rank: number): number {
  let before = 0;
  const bin = counts.findIndex((count) => {
    before += count;
    return before > rank;
  });
  const from = Math.max(min, edges[bin - 1] ?? min);
  const to = Math.min(max, edges[bin] ?? max);
  return (from + to) / 2;
}

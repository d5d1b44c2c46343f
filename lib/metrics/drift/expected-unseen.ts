import type { CategoricalColumn, NumericColumn } from '../../profile/column.ts';
import type { ColumnSummary } from '../../profile/column-statistics.ts';
import { criticalDistance } from '../../stats/noise/noise.ts';
import { unseenNoise } from '../../stats/noise/unseen-noise.ts';
import { total } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { type UnseenLaw, unseenCategories, unseenRange } from '../unseen-law.ts';

type Input = Parameters<ColumnMetric['measure']>[0];

/** So seldom chance brings more. */
const LEVEL = 1e-3;

/**
 * A window's summary of a column less the values that the baseline lacks and that chance brings all the same: categories that are
 * new, numbers beyond its range. The baseline has none of them by construction, so no draw from it has either, and a distance
 * would take them for drift. They have metrics of their own. The same summary where there are none.
 */
export function withoutExpected(input: Input): ColumnSummary {
  const { column } = input;
  return column.type === 'numeric' ? clipped(column, input) : named(column, input);
}

function named(column: CategoricalColumn, { baseline, current }: Input): ColumnSummary {
  const { categories } = current;
  const lacked = baseline.categories?.unknownRows ?? 0;
  if (!categories || categories.unknownRows === 0 || column.truncated || lacked > 0) return current;
  const size = current.presence?.values ?? 0;
  const most = allowance(unseenCategories(column, baseline), size);
  if (most === 0) return current;
  // Chance brings the rarest, which may be too many to be named.
  const unnamed = categories.unknownRows - total(Object.values(categories.unknown));
  let left = Math.max(0, most - unnamed);
  const unknown = Object.entries(categories.unknown)
    .sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1))
    .flatMap(([name, count]): [string, number][] => {
      const taken = Math.min(left, count);
      left -= taken;
      return count > taken ? [[name, count - taken]] : [];
    });
  const rows = Math.max(0, categories.unknownRows - most);
  return {
    ...current,
    categories: { ...categories, unknown: Object.fromEntries(unknown), unknownRows: rows },
  };
}

/** The values beyond an end of the range, where they are no more than chance brings, at that end. */
function clipped(column: NumericColumn, { baseline, current }: Input): ColumnSummary {
  const { histogram = [], extent, moments } = current;
  const [own, known] = [rangeOf(current), rangeOf(baseline)];
  if (histogram.length < 3 || !extent || !moments || !own || !known) return current;
  const [below = 0, above = 0] = [histogram[0], histogram.at(-1)];
  const most = allowance(unseenRange(column, baseline, 1), total(histogram));
  const [fromBelow, fromAbove] = [below, above].map((count) => count > 0 && count <= most);
  if (!fromBelow && !fromAbove) return current;
  const counts = [...histogram];
  let { sum } = moments;
  const move = (from: number, to: number, beyond: number) => {
    const count = counts[from] as number;
    counts[to] = (counts[to] as number) + count;
    counts[from] = 0;
    // The farthest is known, of the others no more than that they are nearer.
    sum -= (beyond * (count + 1)) / 2;
  };
  if (fromBelow) move(0, 1, own.min - known.min);
  if (fromAbove) move(counts.length - 1, counts.length - 2, own.max - known.max);
  return {
    ...current,
    histogram: counts,
    moments: { ...moments, sum },
    extent: {
      ...extent,
      min: fromBelow ? known.min : own.min,
      max: fromAbove ? known.max : own.max,
    },
  };
}

function rangeOf({ extent }: ColumnSummary): { min: number; max: number } | null {
  const { min = null, max = null } = extent ?? {};
  return min === null || max === null ? null : { min, max };
}

/** How many of so many values chance alone brings that the baseline lacks. */
function allowance({ referenceSize, hints }: UnseenLaw, size: number): number {
  if (referenceSize === 0) return 0;
  const law = unseenNoise({ size, referenceSize, hints, reference: { count: 0, share: 0 } });
  return Math.floor(criticalDistance(law, LEVEL) * size);
}

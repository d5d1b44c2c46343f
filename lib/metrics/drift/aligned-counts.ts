import type { Column } from '../../profile/column.ts';
import type { ColumnSummary } from '../../profile/column-statistics.ts';
import type { Categories } from '../../profile/statistics/categories.ts';
import type { Histogram } from '../../profile/statistics/histogram.ts';
import { total } from '../../stats/sums.ts';

/** Rows of both sides over the same bins. */
export interface AlignedCounts {
  readonly baseline: number[];
  readonly current: number[];
}

/**
 * Rows of both sides over the bins of `psi` and `jensen_shannon`.
 *
 * Of a number: left-open bins between the baseline's deciles, the ends open. Of a category: every category of either side; where
 * one side has more unknown categories than it could name, those that are not named on both sides are pooled.
 */
export function alignedCounts(
  column: Column,
  baseline: ColumnSummary,
  current: ColumnSummary,
): AlignedCounts {
  if (column.type === 'numeric') {
    const upTo = column.decileEdges.map((edge) => column.edges.indexOf(edge) + 1);
    return { baseline: coarse(baseline.histogram, upTo), current: coarse(current.histogram, upTo) };
  }
  const nothing: Categories = {
    known: column.categories.map(() => 0),
    unknown: {},
    unknownRows: 0,
  };
  return alignCategories(baseline.categories ?? nothing, current.categories ?? nothing);
}

/** Fine bins summed up to and with each of the given bin numbers, and what is beyond the last. */
function coarse(fine: Histogram | undefined, upTo: readonly number[]): number[] {
  return [...upTo, undefined].map((end, i) => total((fine ?? []).slice(upTo[i - 1] ?? 0, end)));
}

function alignCategories(baseline: Categories, current: Categories): AlignedCounts {
  const unnamed = (side: Categories) => side.unknownRows - total(Object.values(side.unknown));
  const complete = unnamed(baseline) + unnamed(current) === 0;
  const names = [
    ...new Set([...Object.keys(baseline.unknown), ...Object.keys(current.unknown)]),
  ].filter(
    (name) =>
      complete || (Object.hasOwn(baseline.unknown, name) && Object.hasOwn(current.unknown, name)),
  );
  const counts = (side: Categories) => {
    const unknown = names.map((name) =>
      Object.hasOwn(side.unknown, name) ? (side.unknown[name] ?? 0) : 0,
    );
    return [...side.known, ...unknown, ...(complete ? [] : [side.unknownRows - total(unknown)])];
  };
  return { baseline: counts(baseline), current: counts(current) };
}

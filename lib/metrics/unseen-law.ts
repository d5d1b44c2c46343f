import type { CategoricalColumn, Column } from '../profile/column.ts';
import type { ColumnSummary } from '../profile/column-statistics.ts';
import { total } from '../stats/sums.ts';

/** What tells of values that the baseline lacks: how many of it there are, and what of them hints at others. */
export interface UnseenLaw {
  readonly referenceSize: number;
  readonly hints: number;
}

/**
 * Of categories: by Good and Turing those that were seen once tell of those that were not.
 *
 * A part of the baseline, as a segment is, has fewer rows and singletons of its own: cities of one country are no guide to those of
 * another. Its own singletons are too many where the whole has them more than once, so that a part is told of less surely.
 */
export function unseenCategories(column: CategoricalColumn, baseline: ColumnSummary): UnseenLaw {
  const { values = 0, singletons = 0 } = column;
  const rows = baseline.presence?.values ?? 0;
  if (rows >= values) return { referenceSize: values, hints: singletons + 1 };
  const own = (baseline.categories?.known ?? []).filter((count) => count === 1).length;
  return { referenceSize: rows, hints: Math.min(singletons, own) + 1 };
}

/** Of a range: its ends tell of what lies beyond them, of a segment's rows as if they were those that hold the ends. */
export function unseenRange(
  { values = 0 }: Column,
  baseline: ColumnSummary,
  ends: number,
): UnseenLaw {
  return { referenceSize: Math.min(values, total(baseline.histogram ?? [])), hints: ends };
}

import { isWatched } from '../../../lib/metrics/drift/distance.ts';
import { metricNamed } from '../../../lib/metrics/registry.ts';
import type { Column } from '../../../lib/profile/column.ts';
import type { Profile } from '../../../lib/profile/profile.ts';
import type { Reference } from '../reference.ts';

/** The columns that drift is looked for in. */
export function watchedColumns({ baseline }: Reference): Column[] {
  return baseline.frame.columns.filter(isWatched);
}

/** A column's metric between two profiles; null where it has none. */
export function columnValue(
  metric: string,
  column: Column,
  baseline: Profile,
  current: Profile,
): number | null {
  const found = metricNamed(metric);
  const [before, now] = [baseline.columns[column.name], current.columns[column.name]];
  if (found.per !== 'column' || !before || !now || !found.appliesTo(column)) return null;
  return found.measure({ column, baseline: before, current: now }).value;
}

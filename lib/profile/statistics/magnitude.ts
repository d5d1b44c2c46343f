import { sql } from '../../sql/sql.ts';
import type { NumericColumn } from '../column.ts';
import type { ColumnStatistic } from '../statistic.ts';

/** How large a feature's attributions are, whatever their sign. */
export interface Magnitude {
  /** Of the absolute values; `Presence.values` counts them. */
  readonly sum: number;
}

export const magnitude: ColumnStatistic<Magnitude, NumericColumn> = {
  appliesTo: ({ type, role }) => type === 'numeric' && role === 'attribution',
  empty: () => ({ sum: 0 }),
  select: (_, value) => ({
    sum: sql`sum(abs(CASE WHEN isnan(${value}) THEN NULL ELSE ${value} END))`,
  }),
  read: (row) => ({ sum: Number(row.sum ?? 0) }),
  merge: (a, b) => ({ sum: a.sum + b.sum }),
};

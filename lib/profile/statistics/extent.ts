import { sql } from '../../sql/sql.ts';
import type { NumericColumn } from '../column.ts';
import type { ColumnStatistic } from '../statistic.ts';

/** The smallest and the largest usable value; null where there is none. */
export interface Extent {
  readonly min: number | null;
  readonly max: number | null;
}

export const extent: ColumnStatistic<Extent, NumericColumn> = {
  appliesTo: (column) => column.type === 'numeric' && column.role !== 'attribution',
  empty: () => ({ min: null, max: null }),
  select: (_, value) => {
    const usable = sql`CASE WHEN isnan(${value}) THEN NULL ELSE ${value} END`;
    return { min: sql`min(${usable})`, max: sql`max(${usable})` };
  },
  read: (row) => ({ min: row.min as number | null, max: row.max as number | null }),
  merge: (a, b) => ({ min: pick(Math.min, a.min, b.min), max: pick(Math.max, a.max, b.max) }),
};

function pick(choose: (x: number, y: number) => number, x: number | null, y: number | null) {
  if (x === null || y === null) return x ?? y;
  return choose(x, y);
}

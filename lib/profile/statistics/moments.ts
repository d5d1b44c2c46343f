import { sql } from '../../sql/sql.ts';
import type { NumericColumn } from '../column.ts';
import type { ColumnStatistic } from '../statistic.ts';

/** Sums of usable values around the column's frozen center: of (x - center) and of its square. */
export interface Moments {
  readonly sum: number;
  readonly sumOfSquares: number;
}

export const moments: ColumnStatistic<Moments, NumericColumn> = {
  appliesTo: ({ type }) => type === 'numeric',
  empty: () => ({ sum: 0, sumOfSquares: 0 }),
  select: (column, value) => {
    const centered = sql`(CASE WHEN isnan(${value}) THEN NULL ELSE ${value} END - ${column.center})`;
    return { sum: sql`sum(${centered})`, squares: sql`sum(${centered} * ${centered})` };
  },
  read: (row) => ({ sum: Number(row.sum ?? 0), sumOfSquares: Number(row.squares ?? 0) }),
  merge: (a, b) => ({ sum: a.sum + b.sum, sumOfSquares: a.sumOfSquares + b.sumOfSquares }),
};

import { sql } from '../../sql/sql.ts';
import type { NumericColumn } from '../column.ts';
import type { ColumnStatistic } from '../statistic.ts';

/** Rows by the sign of their value. */
export interface Sign {
  /** Rows whose value is below 0. */
  readonly negative: number;
}

export const sign: ColumnStatistic<Sign, NumericColumn> = {
  appliesTo: (column) =>
    column.type === 'numeric' && column.role !== 'attribution' && column.role !== 'latency',
  empty: () => ({ negative: 0 }),
  // NaN, which stands for what is no number, is above every number.
  select: (_, value) => ({ negative: sql`count_if(${value} < 0)` }),
  read: (row) => ({ negative: Number(row.negative) }),
  merge: (a, b) => ({ negative: a.negative + b.negative }),
};

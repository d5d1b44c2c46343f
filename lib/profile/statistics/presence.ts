import { sql } from '../../sql/sql.ts';
import type { Column } from '../column.ts';
import type { ColumnStatistic } from '../statistic.ts';

/** How many rows held what in one column. */
export interface Presence {
  /** Rows with a usable value. */
  readonly values: number;
  /** Rows with NULL, empty text or NaN. */
  readonly missing: number;
  /** Rows with something that is not of the column's type: text in a numeric column, an infinite number. */
  readonly invalid: number;
}

/** The canonical value is NULL where missing; in a numeric column it is NaN where invalid. */
export const presence: ColumnStatistic<Presence> = {
  appliesTo: () => true,
  empty: () => ({ values: 0, missing: 0, invalid: 0 }),
  select: (column: Column, value) => ({
    present: sql`count(${value})`,
    rows: sql`count(*)`,
    ...(column.type === 'numeric' && { invalid: sql`count_if(isnan(${value}))` }),
  }),
  read: (row) => {
    const present = Number(row.present);
    const invalid = Number(row.invalid ?? 0);
    return { values: present - invalid, missing: Number(row.rows) - present, invalid };
  },
  merge: (a, b) => ({
    values: a.values + b.values,
    missing: a.missing + b.missing,
    invalid: a.invalid + b.invalid,
  }),
};

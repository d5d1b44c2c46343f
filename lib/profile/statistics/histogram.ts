import { sql } from '../../sql/sql.ts';
import type { NumericColumn } from '../column.ts';
import { addCounts, readCounts } from '../counts.ts';
import type { ColumnStatistic } from '../statistic.ts';

/** Rows per bin of the column's frozen edges: one more bin than edges. */
export type Histogram = readonly number[];

export const histogram: ColumnStatistic<Histogram, NumericColumn> = {
  appliesTo: (column) => column.type === 'numeric' && column.role !== 'attribution',
  empty: (column) => new Array<number>(column.edges.length + 1).fill(0),
  select: (column, value, constant) => ({
    counts: sql`map_values(histogram(CASE WHEN isnan(${value}) THEN NULL ELSE ${value} END, ${constant(sql`${[...column.edges, Number.POSITIVE_INFINITY]}::DOUBLE[]`)}))`,
  }),
  read: (row, column) => readCounts(row.counts, column.edges.length + 1),
  merge: addCounts,
};

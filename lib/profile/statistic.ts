import type { Sql } from '../sql/sql.ts';
import type { Column } from './column.ts';
import type { Frame } from './frame.ts';

/** One row of an aggregate query, by alias, as the engine hands it over: a LIST is an array, a MAP a Map. */
export type AggregateRow = Readonly<Record<string, unknown>>;

/** What stands for a long literal in a statement: where it stood itself, the engine would build it anew for every 2048 rows. */
export type Constant = (literal: Sql) => Sql;

/**
 * One additive summary: how it is summed in SQL, read back, and added up.
 *
 * `merge` is commutative and associative (counts exactly, floating sums to rounding) with `empty(frame)` as identity.
 * A state is plain JSON.
 */
export interface Statistic<State, Frame> {
  /** The state of no rows. */
  empty(frame: Frame): State;
  /** SQL aggregates by a name of the statistic's own; `value` is the column's canonical value. */
  select(frame: Frame, value: Sql, constant: Constant): Readonly<Record<string, Sql>>;
  /** The state from the row that `select` gave, by the same names. */
  read(row: AggregateRow, frame: Frame): State;
  merge(a: State, b: State): State;
}

/** What is summed of one column. */
export interface ColumnStatistic<State, C extends Column = Column> extends Statistic<State, C> {
  appliesTo(column: Column): boolean;
}

/** What is summed of whole rows: over all predictions, or over those whose outcome is known. There is no `value`. */
export interface SliceStatistic<State> extends Statistic<State, Frame> {
  appliesTo(frame: Frame): boolean;
  /** Too large to be kept of every segment: kept of the whole and of each variant. */
  readonly notOfSegments?: true;
}

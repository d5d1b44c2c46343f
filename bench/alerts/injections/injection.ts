import type { Family } from '../../../lib/metrics/family.ts';
import type { Sql } from '../../../lib/sql/sql.ts';

/** Rows of windows that are to be changed, and what a change may know. */
export interface Injected {
  /** A relation with the log's columns, place (from 0 within the window), window_start, and `days`: windows since the onset, from 1. */
  readonly rows: Sql;
  /** A relation with the log's columns that nothing was changed in: where means, deviations and other rows come from. */
  readonly source: Sql;
}

/** A kind of drift, as a change of rows. */
export interface Injection {
  readonly name: string;
  /** Columns that it moves: an alarm that names one of them has found it. */
  readonly columns: readonly string[];
  /** Families whose alarms on the whole count too. */
  readonly families: readonly Family[];
  /** Whether the monitor watches segments, for what concerns one of them. */
  readonly segmented?: true;
  /** The changed relation, with the same columns. */
  apply(injected: Injected): Sql;
}

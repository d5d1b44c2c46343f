import { sql } from '../../sql/sql.ts';
import type { SliceStatistic } from '../statistic.ts';

/** A sample of the ids of a slice's predictions, by which repeated ones are found. */
export interface Ids {
  /** Rows with an id. */
  readonly rows: number;
  /**
   * The smallest 48-bit hashes of ids, ascending, one for each row: all of them up to 1000, then 1000. An id below the last
   * one has all of its rows here, in whatever shards they came. The hash is the engine's own.
   */
  readonly smallest: readonly number[];
}

/** Rows that the sample holds. */
export const SAMPLED_IDS = 1000;

/** Reads the text column id. */
export const ids: SliceStatistic<Ids> = {
  notOfSegments: true,
  appliesTo: () => true,
  empty: () => ({ rows: 0, smallest: [] }),
  select: () => ({
    rows: sql`count(id)`,
    smallest: sql`min(CASE WHEN id IS NOT NULL THEN hash(id) >> 16 END, ${SAMPLED_IDS})`,
  }),
  read: (row) => ({
    rows: Number(row.rows),
    smallest: ascending(((row.smallest ?? []) as (bigint | number)[]).map(Number)),
  }),
  merge: (a, b) => ({
    rows: a.rows + b.rows,
    smallest: ascending([...a.smallest, ...b.smallest]).slice(0, SAMPLED_IDS),
  }),
};

function ascending(hashes: readonly number[]): number[] {
  return [...hashes].sort((x, y) => x - y);
}

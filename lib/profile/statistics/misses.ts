import { sql } from '../../sql/sql.ts';
import { isMiss, knowsMisses } from '../miss.ts';
import type { SliceStatistic } from '../statistic.ts';

/** How many of a regression's labelled predictions miss; what a miss is says `isMiss`. */
export interface Misses {
  readonly rows: number;
  readonly misses: number;
}

/** Of a regression alone: a classifier's confusion counts say the same. */
export const misses: SliceStatistic<Misses> = {
  appliesTo: ({ outcome }) => outcome.task === 'regression' && knowsMisses(outcome),
  empty: () => ({ rows: 0, misses: 0 }),
  select: ({ outcome }) => ({
    rows: sql`count(${isMiss(outcome)})`,
    misses: sql`count_if(${isMiss(outcome)})`,
  }),
  read: (row) => ({ rows: Number(row.rows), misses: Number(row.misses) }),
  merge: (a, b) => ({ rows: a.rows + b.rows, misses: a.misses + b.misses }),
};

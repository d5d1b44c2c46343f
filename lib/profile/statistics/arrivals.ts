import { sql } from '../../sql/sql.ts';
import type { SliceStatistic } from '../statistic.ts';
import { addByPart, denseCounts, partOfTime, type TimeParts } from '../time-parts.ts';

/** How many predictions each part of time brought. */
export interface Arrivals extends TimeParts {
  /** From the first part with a prediction to the last. Rows without an event time are in none. */
  readonly rows: readonly number[];
}

/** Reads the timestamp column event_time of `predictionRelation`. */
export const arrivals: SliceStatistic<Arrivals> = {
  notOfSegments: true,
  appliesTo: () => true,
  empty: ({ outcome: { partMinutes } }) => ({ partMinutes, first: 0, rows: [] }),
  select: ({ outcome: { partMinutes } }) => ({
    parts: sql`histogram(${partOfTime(partMinutes)})`,
  }),
  read: ({ parts }, { outcome: { partMinutes } }) => {
    const { first, counts } = denseCounts(
      new Map(
        [...((parts ?? new Map()) as Map<bigint, bigint>)].map(([k, n]) => [Number(k), Number(n)]),
      ),
    );
    return { partMinutes, first, rows: counts };
  },
  merge: (a, b) => addByPart(a, b, ['rows']),
};

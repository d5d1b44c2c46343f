import { sql } from '../../sql/sql.ts';
import { isMiss, knowsMisses } from '../miss.ts';
import type { SliceStatistic } from '../statistic.ts';
import { addByPart, denseCounts, partOfTime, type TimeParts } from '../time-parts.ts';

/** How many labelled predictions each part of time brought, and how many of them miss. */
export interface Errors extends TimeParts {
  /** From the first part with a labelled prediction to the last. Rows without an event time are in none. */
  readonly rows: readonly number[];
  /** Over the same parts; what a miss is says `isMiss`. */
  readonly misses: readonly number[];
}

/** Reads the timestamp column event_time and what `isMiss` does, of `outcomeRelation`. */
export const errors: SliceStatistic<Errors> = {
  notOfSegments: true,
  appliesTo: ({ outcome }) => knowsMisses(outcome),
  empty: ({ outcome: { partMinutes } }) => ({ partMinutes, first: 0, rows: [], misses: [] }),
  // One histogram, of twice the part and one more where it misses, costs half as much as two.
  select: ({ outcome }) => ({
    parts: sql`histogram(2 * ${partOfTime(outcome.partMinutes)} + ${isMiss(outcome)}::INTEGER)`,
  }),
  read: ({ parts }, { outcome: { partMinutes } }) => {
    const rows = new Map<number, number>();
    const misses = new Map<number, number>();
    for (const [key, count] of (parts ?? new Map()) as Map<bigint, bigint>) {
      const part = Math.floor(Number(key) / 2);
      rows.set(part, (rows.get(part) ?? 0) + Number(count));
      misses.set(part, (misses.get(part) ?? 0) + (Number(key) % 2 === 0 ? 0 : Number(count)));
    }
    const { first, counts } = denseCounts(rows);
    return { partMinutes, first, rows: counts, misses: denseCounts(misses).counts };
  },
  merge: (a, b) => addByPart(a, b, ['rows', 'misses']),
};

import type { Engine } from '../../../lib/pipeline/ports.ts';
import { raw, type Sql, sql } from '../../../lib/sql/sql.ts';
import { shuffled, shuffleKey } from '../shuffled.ts';
import { FIRST_DAY, windowStartOf } from './calendar.ts';
import { FLIGHT_WEEKS } from './flights.ts';
import type { Source } from './source.ts';

const BASELINE_WEEKS = 8;
const WEEK = 7;
const event = (day: Sql) =>
  sql`make_timestamp(${FIRST_DAY * 1000} + ((${day}) * 86400 + second)::BIGINT * 1000000)`;

/** Which rows the baseline has and which the windows are drawn from: no row is on both sides. */
export interface Split {
  /** Rows of the baseline with `event_at`, on consecutive days up to the first month's. */
  readonly baseline: Sql;
  /** Weeks, from 0, that windows are drawn from, where days matter. */
  readonly weeks: readonly number[];
}

/**
 * Makes the table `pool` of the rows that windows are drawn from. `number` says which of many splits it is.
 *
 * Rows that may be of any day are halved at random; of days, eight random weeks are the baseline's, `rows` of every day.
 * `most` bounds the baseline's rows where they may be of any day.
 */
export async function split(
  engine: Engine,
  source: Source,
  number: number,
  rows: number,
  most = Number.MAX_SAFE_INTEGER,
): Promise<Split> {
  const order = shuffleKey(raw('row_id'), `split ${number}`);
  if (!source.inDays) {
    await engine.run(
      sql`CREATE OR REPLACE TABLE halves AS SELECT row_id, row_number() OVER (ORDER BY ${order}) - 1 AS place, count(*) OVER () // 2 AS half FROM source`,
    );
    await engine.run(
      raw(
        'CREATE OR REPLACE TABLE pool AS FROM source SEMI JOIN (FROM halves WHERE place >= half) USING (row_id)',
      ),
    );
    const day = sql`place // ${rows} - (least(half, ${most}) - 1) // ${rows} - 1`;
    const baseline = sql`(SELECT source.* EXCLUDE (day), ${event(day)} AS event_at FROM source JOIN halves USING (row_id)
      WHERE place < least(half, ${most}) ORDER BY place)`;
    return { baseline, weeks: [] };
  }
  const weeks = shuffled(`split ${number}`, FLIGHT_WEEKS);
  const own = weeks.slice(0, BASELINE_WEEKS);
  const slots = own.map((week, slot) => sql`(${week}, ${slot})`);
  const day = sql`(slot - ${BASELINE_WEEKS}) * ${WEEK} + day % ${WEEK}`;
  const placed = sql`(SELECT source.*, slot, row_number() OVER (PARTITION BY day ORDER BY ${order}) AS place
    FROM source JOIN (VALUES ${raw(slots.map(({ text }) => text).join(', '))}) AS own(week, slot) ON day // ${WEEK} = week)`;
  await engine.run(
    sql`CREATE OR REPLACE TABLE pool AS FROM source WHERE day // ${WEEK} NOT IN (${raw(own.join(', '))})`,
  );
  return {
    baseline: sql`(SELECT * EXCLUDE (day, slot, place), ${event(day)} AS event_at FROM ${placed} WHERE place <= ${rows} ORDER BY slot, day, place)`,
    weeks: weeks.slice(BASELINE_WEEKS),
  };
}

/** The window start and the event time of a drawn row, from its month and window. */
export function dated(): Sql {
  const first = windowStartOf(0, 0);
  const month = windowStartOf(1, 0) - first;
  const day = windowStartOf(0, 1) - first;
  const start = sql`(${first} + month::BIGINT * ${month} + day_of_month::BIGINT * ${day})`;
  return sql`${start} AS window_start, make_timestamp((${start} + second * 1000)::BIGINT * 1000) AS event_at`;
}

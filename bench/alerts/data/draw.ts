import type { Engine } from '../../../lib/pipeline/ports.ts';
import { raw, type Sql, sql } from '../../../lib/sql/sql.ts';
import { pick, shuffleKey } from '../shuffled.ts';
import { MONTH_WINDOWS } from './calendar.ts';
import { dated, type Split } from './split.ts';

const WEEK = 7;

/**
 * Makes the table `drawn`: the rows of months `from` to before `until`, `rows` a window, with month, day_of_month,
 * window_start, event_at and place (from 0 within the window).
 *
 * Where days don't matter, the pool is put into a random order and cut into windows, again and again: rows of a window are
 * drawn without replacement, and so are as far from the baseline's as any rows of the same origin are. Where days matter,
 * a month is made of whole weeks of the pool, each drawn at random, and a window holds rows of one real day.
 */
export async function drawMonths(
  engine: Engine,
  { weeks }: Split,
  months: { readonly from: number; readonly until: number; readonly rows: number },
  seed: string,
): Promise<void> {
  const { from, until, rows } = months;
  const windows = (until - from) * MONTH_WINDOWS;
  const drawn =
    weeks.length > 0
      ? ofDays(weeks, months, seed)
      : await ofRounds(engine, from, windows, rows, seed);
  await engine.run(sql`CREATE OR REPLACE TABLE drawn AS SELECT *, ${dated()} FROM (${drawn})`);
}

async function ofRounds(
  engine: Engine,
  from: number,
  windows: number,
  rows: number,
  seed: string,
): Promise<Sql> {
  const [pool] = await engine.rows(raw('SELECT count(*) AS n FROM pool'));
  const perRound = Math.floor(Number(pool?.n) / rows);
  if (perRound === 0) throw new RangeError(`${pool?.n} rows make no window of ${rows}`);
  const rounds = Math.ceil(windows / perRound);
  const order = shuffleKey(raw('row_id'), sql`concat(${`${seed} ${from} `}, round)`);
  const window = sql`(round * ${perRound} + turn // ${rows})`;
  return sql`SELECT pool.* EXCLUDE (day), ${from} + ${window} // ${MONTH_WINDOWS} AS month,
    ${window} % ${MONTH_WINDOWS} AS day_of_month, turn % ${rows} AS place
    FROM (SELECT row_id, round, row_number() OVER (PARTITION BY round ORDER BY ${order}) - 1 AS turn
      FROM pool, range(${rounds}) rounds(round)) JOIN pool USING (row_id)
    WHERE turn < ${perRound * rows} AND ${window} < ${windows}`;
}

function ofDays(
  weeks: readonly number[],
  { from, until, rows }: { readonly from: number; readonly until: number; readonly rows: number },
  seed: string,
): Sql {
  const days: string[] = [];
  for (let month = from; month < until; month++) {
    for (let window = 0; window < MONTH_WINDOWS; window++) {
      const slot = Math.floor(window / WEEK);
      const week = weeks[pick(`${seed} ${month} ${slot}`, weeks.length)] ?? 0;
      days.push(sql`(${month}, ${window}, ${week * WEEK + (window % WEEK)})`.text);
    }
  }
  const order = shuffleKey(raw('row_id'), sql`concat(${`${seed} `}, month, ' ', day_of_month)`);
  return sql`SELECT * EXCLUDE (day) FROM (SELECT pool.*, month, day_of_month,
      row_number() OVER (PARTITION BY month, day_of_month ORDER BY ${order}) - 1 AS place
    FROM pool JOIN (VALUES ${raw(days.join(', '))}) AS days(month, day_of_month, real_day) ON day = real_day)
    WHERE place < ${rows}`;
}

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from '../lib/pipeline/ports.ts';
import { raw, type Sql, sql } from '../lib/sql/sql.ts';
import { DAY_MS, isoDay, starts, WEEK_MS, weekStart } from './calendar.ts';
import { LOGGED, loggedColumns, predictionId } from './log.ts';

/** The held-out days of January, with their labels, as the reference data set. */
export async function writeBaseline(engine: Engine, path: string): Promise<void> {
  const january = sql`predicted_at < ${isoDay(LOGGED.from)}::TIMESTAMP`;
  await writeParquet(
    engine,
    sql`SELECT ${loggedColumns}, delayed FROM log WHERE ${january} ORDER BY id`,
    path,
  );
}

const days = starts(LOGGED.from, LOGGED.until, DAY_MS);
const landingWeeks = starts(weekStart(LOGGED.from), LOGGED.until, WEEK_MS);
export const FILES = days.length + landingWeeks.length;

/** A file that reaches the workspace at `due`, epoch ms, under the key that it has upstream. */
export interface Delivery {
  readonly due: number;
  readonly key: string;
}

/** Writes one file of predictions per day, which is delivered when the day is over. */
export async function writePredictions(
  engine: Engine,
  folder: string,
  prefix: string,
  onFile: () => void,
): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const day of days) {
    const key = `${prefix}${isoDay(day)}/flights.parquet`;
    const rows = sql`SELECT ${loggedColumns} FROM log WHERE ${within(raw('predicted_at'), day, day + DAY_MS)} ORDER BY id`;
    await writeParquet(engine, rows, join(folder, key));
    deliveries.push({ due: day + DAY_MS, key });
    onFile();
  }
  return deliveries;
}

/** Writes one file of labels per week of landing, which is delivered when a week more has gone by. */
export async function writeLabels(
  engine: Engine,
  folder: string,
  prefix: string,
  onFile: () => void,
): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const week of landingWeeks) {
    const key = `${prefix}${isoDay(week)}/landed.parquet`;
    const from = sql`departed >= ${isoDay(LOGGED.from)}::TIMESTAMP`;
    const rows = sql`SELECT ${predictionId} AS prediction_id, delayed FROM flights
      WHERE ${from} AND ${within(raw('landed'), week, week + WEEK_MS)} ORDER BY landed, id`;
    await writeParquet(engine, rows, join(folder, key));
    deliveries.push({ due: week + 2 * WEEK_MS, key });
    onFile();
  }
  return deliveries;
}

function within(column: Sql, from: number, until: number): Sql {
  return sql`${column} >= ${isoDay(from)}::TIMESTAMP AND ${column} < ${isoDay(until)}::TIMESTAMP`;
}

async function writeParquet(engine: Engine, rows: Sql, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await engine.run(sql`COPY (${rows}) TO ${path} (FORMAT parquet, COMPRESSION zstd)`);
}

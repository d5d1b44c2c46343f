import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Engine } from '../lib/pipeline/ports.ts';
import { sql } from '../lib/sql/sql.ts';

/** A flight counts as late when it arrives more than this many minutes after schedule, as US statistics do. */
const LATE_MINUTES = 15;

/** Where the npm package vega-datasets keeps its three million flights. */
function flightsPath(): string {
  // The package exports its entry point alone, so the data is found beside it.
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  return join(dirname(entry), '..', 'data', 'flights-3m.parquet');
}

/**
 * Makes the table `flights`: id, departed, landed, delayed (0/1), distance (miles), origin, destination.
 *
 * The data has no key, no time zone and no landing time: the row number is the id, times are read as UTC, and a
 * flight lands after 40 minutes of taxi, climb and approach and a minute for every 7.5 miles.
 */
export async function loadFlights(engine: Engine): Promise<void> {
  await engine.run(sql`CREATE TABLE flights AS SELECT
    file_row_number AS id,
    date AS departed,
    date + to_minutes(40 + (distance / 7.5)::BIGINT) AS landed,
    (delay > ${LATE_MINUTES})::INTEGER AS delayed,
    distance::INTEGER AS distance,
    origin,
    destination
    FROM read_parquet(${flightsPath()}, file_row_number = true)`);
}

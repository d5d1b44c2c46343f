import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { learnVariation } from '../../lib/judge/variation.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import type { Baseline } from '../../lib/profile/baseline.ts';
import { buildBaseline } from '../../lib/profile/build-baseline.ts';
import { emptyProfile, type Profile } from '../../lib/profile/profile.ts';
import { PROFILE_SCHEMA } from '../../lib/profile/profile-schema.ts';
import { raw, type Sql, sql } from '../../lib/sql/sql.ts';
import { DAY_MS } from './data/calendar.ts';
import { profileWindows, wholeOf } from './profile-windows.ts';

/** A monitor with its baseline, and what a rule may learn from the baseline's rows. */
export interface Reference {
  readonly monitor: Monitor;
  readonly baseline: Baseline;
  /** Of all rows of the baseline. */
  readonly whole: Profile;
  /** The baseline's own days, of 100 columns the last 60; ten parts of equal length where it has fewer than ten. */
  readonly chunks: readonly Profile[];
}

const LEAST_CHUNKS = 10;
/** Columns times days that are profiled: of 5 or 20 columns all days of a baseline, of 100 the last 60. */
const COLUMN_CHUNKS = 6_000;

/** Builds the baseline as the pipeline does, from a file with the rows of `rows`. */
export async function buildReference(
  engine: Engine,
  text: string,
  rows: Sql,
  scratch: string,
): Promise<Reference> {
  const monitor = parseMonitor(text, 'bench/alerts');
  const path = join(scratch, 'reference.parquet');
  await engine.run(sql`COPY ${rows} TO ${path} (FORMAT parquet)`);
  const { size } = await stat(path);
  const file = { key: 'reference.parquet', size, file: { path, release: async () => {} } };
  const { windows, ...parts } = await buildBaseline(engine, monitor, [file], scratch);
  await engine.run(raw('DROP VIEW loaded'));
  const baseline: Baseline = {
    schema: PROFILE_SCHEMA,
    monitor: monitor.monitor,
    version: 'v1',
    sources: [{ key: 'reference.parquet', etag: '1', size }],
    columns: monitor.columns,
    ...parts,
    variation: learnVariation(windows, parts, monitor),
  };
  const whole = wholeOf(baseline.slices) ?? emptyProfile;
  return { monitor, baseline, whole, chunks: await chunksOf(engine, monitor, baseline, path) };
}

async function chunksOf(
  engine: Engine,
  monitor: Monitor,
  baseline: Baseline,
  path: string,
): Promise<Profile[]> {
  const day = sql`epoch_ms(event_at) // ${DAY_MS}`;
  const [found] = await engine.rows(
    sql`SELECT count(DISTINCT ${day}) AS days, max(${day}) AS last, count(*) AS n FROM read_parquet(${path})`,
  );
  const chunk =
    Number(found?.days) >= LEAST_CHUNKS
      ? day
      : sql`file_row_number * ${LEAST_CHUNKS} // ${Number(found?.n)}`;
  const rows = sql`(SELECT * EXCLUDE (file_row_number), (${chunk}) * ${DAY_MS} AS window_start
    FROM read_parquet(${path}, file_row_number = true)
    WHERE ${day} > ${Number(found?.last) - Math.floor(COLUMN_CHUNKS / baseline.frame.columns.length)})`;
  const unsegmented = { ...monitor, columns: { ...monitor.columns, segments: [] } };
  const frame = { ...baseline.frame, segments: [] };
  const windows = await profileWindows(engine, unsegmented, frame, rows);
  return [...windows.values()].flatMap((slices) => wholeOf(slices) ?? []);
}

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { compactJson } from '../profile/compact-json.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { type InputFile, type LoadOptions, load } from '../read/load.ts';
import { collectRejects } from '../read/rejects.ts';
import { raw, sql } from '../sql/sql.ts';
import { ensureBaseline } from './ensure-baseline.ts';
import { layout } from './layout.ts';
import type { Engine, Ports } from './ports.ts';
import { type ProfileFile, readProfiles } from './profile-file.ts';
import type { Reading, Staged } from './profile-shard.ts';
import type { Shard } from './shard.ts';
import { storeRejects, sumReasons, windowOfDrop } from './store-rejects.ts';

/** Normalises labels: (id, label, position), where a later position replaces an earlier one of the same id. */
export async function stageLabels(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  files: readonly InputFile[],
  reading: Reading,
): Promise<Staged> {
  const { labels, columns } = monitor;
  const options: LoadOptions = {
    shape: {
      task: monitor.task,
      names: { id: labels?.id ?? columns.id, label: labelColumn(monitor) },
      columns: [],
      segments: [],
    },
    rejection: raw(
      `CASE WHEN id IS NULL THEN 'missing id' WHEN label IS NULL THEN 'missing or unreadable label' END`,
    ),
    delimiter: (labels?.from === 's3' && labels.delimiter) || ',',
    careful: reading.careful,
    scratch: ports.scratch,
    onFile: reading.onFile,
  };
  const { rejected, readable } = await load(engine, files, options);
  const counts = await collectRejects(
    engine,
    readable,
    [...rejected, ...reading.aside],
    [],
    null,
    options,
  );
  const path = join(ports.scratch, `${randomUUID()}.parquet`);
  await engine.run(sql`COPY (SELECT id, label, row_number() OVER () AS position FROM loaded WHERE reason IS NULL)
    TO ${path} (FORMAT parquet)`);
  await ports.workspace.store(
    path,
    `${layout.stagedLabels(monitor.monitor)}${reading.shard.id}.parquet`,
  );
  await rm(path, { force: true });
  await storeRejects(ports, engine, monitor, reading.shard.id);
  const [row] = await engine.rows(raw('SELECT count(*) AS n FROM loaded WHERE reason IS NULL'));
  const reasons = sumReasons(counts);
  const windows =
    counts.length > 0 ? [await countRejects(ports, monitor, reading.shard, reasons)] : [];
  return { windows, rows: Number(row?.n ?? 0), rejected: reasons };
}

/** A label that can't be read has no event time: it counts in the window in which it was dropped. */
async function countRejects(
  ports: Ports,
  monitor: Monitor,
  shard: Shard,
  rejected: Readonly<Record<string, number>>,
): Promise<number> {
  const window = windowOfDrop(monitor, shard);
  const profiles = await readProfiles(ports, monitor.monitor, window);
  // Profiles of one window are of one baseline: that of those that are there, else the current one.
  const there = profiles.find((file) => file.shard !== shard.id);
  const baseline = there?.baseline ?? (await ensureBaseline(ports, monitor))?.version ?? '';
  const file: ProfileFile = {
    schema: PROFILE_SCHEMA,
    shard: shard.id,
    baseline,
    rejected,
    slices: [],
  };
  await ports.workspace.write(
    `${layout.profiles(monitor.monitor, window)}${shard.id}.json`,
    `${compactJson(file)}\n`,
  );
  return window;
}

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { compactJson } from '../profile/compact-json.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { type InputFile, type LoadOptions, load } from '../read/load.ts';
import { collectRejects } from '../read/rejects.ts';
import { scanParquet } from '../read/scan.ts';
import { raw, type Sql, sql } from '../sql/sql.ts';
import { ensureBaseline } from './ensure-baseline.ts';
import { withObjects } from './inputs.ts';
import { layout } from './layout.ts';
import { matchLabels } from './match-labels.ts';
import type { Engine, Ports } from './ports.ts';
import { type ProfileFile, readProfiles } from './profile-file.ts';
import type { Reading, Staged } from './profile-shard.ts';
import type { Work } from './shard.ts';
import { storeRejects, sumReasons, windowOfDrop } from './store-rejects.ts';

/** How the log of a monitor's labels is read. */
export function labelOptions(
  monitor: Monitor,
  reading: Pick<LoadOptions, 'careful' | 'scratch'> & Pick<Reading, 'onFile'>,
): LoadOptions {
  const { labels, columns } = monitor;
  return {
    shape: {
      task: monitor.task,
      names: { id: labels?.id ?? columns.id, label: labelColumn(monitor) },
      columns: [],
      segments: [],
    },
    rejection: raw(
      `CASE WHEN id IS NULL THEN 'missing id' WHEN label IS NULL THEN 'missing or unreadable label' END`,
    ),
    header: labels?.from === 's3' ? labels.header : undefined,
    delimiter: (labels?.from === 's3' && labels.delimiter) || ',',
    ...reading,
  };
}

/**
 * Normalises labels: (id, label, given, source, position, shard). Of two for an id, the one that was given later counts, which
 * is the one with the greater (given, source, position).
 */
export async function stageLabels(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  files: readonly InputFile[],
  reading: Reading,
): Promise<Staged> {
  const { shard } = reading;
  const options = labelOptions(monitor, { ...reading, scratch: ports.scratch });
  const { rejected, readable } = await load(engine, files, options);
  const counts = await collectRejects(
    engine,
    readable,
    [...rejected, ...reading.aside],
    [],
    null,
    options,
  );
  const given = new Map(shard.objects.map(({ key, modified }) => [key, modified]));
  const end = shard.ranges[0]?.to ?? shard.claimed;
  const sources = readable.map(({ input, group }) => ({
    path: group.paths[0] ?? '',
    source: input.key,
    given: given.get(input.key) ?? end,
  }));
  await engine.run(
    sql`CREATE TEMP TABLE labels AS SELECT id, label, s.given::TIMESTAMP AS given, s.source, l.position,
      ${shard.id} AS shard
      FROM (SELECT id, label, __source, row_number() OVER () AS position FROM loaded WHERE reason IS NULL) AS l
      JOIN ${sourceTable(sources)} AS s ON l.__source = s.path ORDER BY l.position`,
  );
  const key = `${layout.stagedLabels(monitor.monitor)}${shard.id}.parquet`;
  if (shard.remains) await reading.onWindows(await windowsOf(ports, engine, monitor, key));
  await storeTable(ports, engine, sql`labels`, key);
  await storeRejects(ports, engine, monitor, shard.id);
  const matches = await matchLabels(ports, engine, monitor, shard.claimed, sql`labels`);
  const unmatchedKey = layout.unmatchedLabels(monitor.monitor, shard.id);
  if (matches.unmatched > 0) await storeTable(ports, engine, sql`unmatched`, unmatchedKey);
  const [row] = await engine.rows(raw('SELECT count(*) AS n FROM labels'));
  const reasons = sumReasons(counts);
  const windows = new Set(matches.windows);
  if (counts.length > 0) windows.add(await countLabelRejects(ports, monitor, shard, reasons));
  else if (shard.tries > 1 || shard.remains) await removeLabelRejects(ports, monitor, shard);
  return {
    windows: [...windows].sort((a, b) => a - b),
    rows: Number(row?.n ?? 0),
    unmatched: matches.unmatched,
    rejected: reasons,
  };
}

/**
 * The windows that may have been joined with labels that are about to be replaced: predictions that came after them were
 * joined with them without a word to their shard.
 */
async function windowsOf(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  key: string,
): Promise<readonly number[]> {
  const objects = (await ports.workspace.list(key)).filter((object) => object.key === key);
  return withObjects(ports, ports.workspace, objects, {}, async ({ files: [staged] }) => {
    if (!staged) return [];
    const labels = scanParquet([staged.file.path]);
    return (await matchLabels(ports, engine, monitor, null, labels)).windows;
  });
}

function sourceTable(sources: readonly { path: string; source: string; given: string }[]): Sql {
  const all = (field: 'path' | 'source' | 'given') => sources.map((one) => one[field]);
  return sql`(SELECT unnest(${all('path')}::VARCHAR[]) AS path, unnest(${all('source')}::VARCHAR[]) AS source,
    unnest(${all('given')}::VARCHAR[]) AS given)`;
}

async function storeTable(ports: Ports, engine: Engine, relation: Sql, key: string): Promise<void> {
  const path = join(ports.scratch, `${randomUUID()}.parquet`);
  await engine.run(sql`COPY (FROM ${relation}) TO ${path} (FORMAT parquet)`);
  await ports.workspace.store(path, key);
  await rm(path, { force: true });
}

/** A label that can't be used has no event time: it counts in the window in which it was dropped, whose start it returns. */
export async function countLabelRejects(
  ports: Ports,
  monitor: Monitor,
  shard: Work,
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
  await ports.workspace.write(rejectsKey(monitor, shard), `${compactJson(file)}\n`);
  return window;
}

async function removeLabelRejects(ports: Ports, monitor: Monitor, shard: Work): Promise<void> {
  await ports.workspace.remove(rejectsKey(monitor, shard));
}

function rejectsKey(monitor: Monitor, shard: Work): string {
  return `${layout.profiles(monitor.monitor, windowOfDrop(monitor, shard))}${shard.id}.json`;
}

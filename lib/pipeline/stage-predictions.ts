import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { customColumns, customMetrics } from '../monitor/custom-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import { segmentColumns } from '../monitor/segments.ts';
import type { Baseline } from '../profile/baseline.ts';
import { compactJson } from '../profile/compact-json.ts';
import type { Frame } from '../profile/frame.ts';
import { PARTS } from '../profile/freeze-outcome.ts';
import { withSchema } from '../profile/profile.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { rollUp } from '../profile/roll-up.ts';
import { type ProfiledGroup, readProfile, selectProfile } from '../profile/select-profile.ts';
import { SAMPLED_IDS } from '../profile/statistics/ids.ts';
import { windowStart } from '../profile/window.ts';
import { customAlias, rejectionReason, scoreAlias, segmentAlias } from '../read/canonical.ts';
import { foundColumns } from '../read/found-columns.ts';
import { type InputFile, type LoadOptions, load } from '../read/load.ts';
import { collectRejects, type RejectCount } from '../read/rejects.ts';
import { join as joinSql, raw, type Sql, sql } from '../sql/sql.ts';
import { layout } from './layout.ts';
import { idHash } from './match-labels.ts';
import type { Engine, Ports } from './ports.ts';
import type { ProfileFile } from './profile-file.ts';
import type { Reading, Staged } from './profile-shard.ts';
import { storeRejects, sumReasons, windowOfDrop } from './store-rejects.ts';

/** What one aggregate statement may hold in memory at once. */
const STATE_BYTES = 128 * 1024 * 1024;
/** A count with its bin's edge, for two threads and two variants, with what the engine allots beyond need. */
const NUMBER_BYTES = 64;
/** Numbers as large as a sketch of distinct values. */
const SKETCH = 128;
/** What is read more often than this is kept as a table. */
const SCANS = 2;

/** Writes a shard's profiles, normalised rows and rejects; all names follow from the shard and its windows. */
export async function stagePredictions(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  baseline: Baseline,
  files: readonly InputFile[],
  reading: Reading,
): Promise<Staged> {
  const { frame } = baseline;
  const options: LoadOptions = {
    shape: {
      task: monitor.task,
      names: monitor.columns,
      columns: frame.columns,
      segments: segmentColumns(monitor),
      custom: customColumns(customMetrics(monitor)),
    },
    delimiter: (monitor.predictions.from === 's3' && monitor.predictions.delimiter) || ',',
    header: monitor.predictions.from === 's3' ? monitor.predictions.header : undefined,
    capture: monitor.predictions.from === 's3' ? monitor.predictions.capture : undefined,
    rejection: rejectionReason(monitor, reading.horizon),
    careful: reading.careful,
    scratch: ports.scratch,
    onFile: reading.onFile,
    inPlace: true,
  };
  const { rejected, readable } = await load(engine, files, options);
  // A filter on the reason would be pushed down into the scan, which then parses every time stamp once a mention.
  const rows = sql`(SELECT *, CASE WHEN reason IS NULL THEN ${windowStart(monitor)} END AS window_start FROM loaded)`;
  await makeStaged(engine, monitor);
  const windows = await engine.rows(
    raw(
      'SELECT window_start AS w, count(*) AS n FROM staged WHERE reason IS NULL GROUP BY ALL ORDER BY ALL',
    ),
  );
  const groups = await profileInBatches(
    engine,
    monitor,
    frame,
    rows,
    windows.map(({ w }) => Number(w)),
  );
  const mistyped = frame.columns.flatMap(({ name }, i) =>
    groups.some(({ profile }) => (profile.columns[name]?.presence?.invalid ?? 0) > 0) ? [i] : [],
  );
  const counts = await collectRejects(
    engine,
    readable,
    [...rejected, ...reading.aside],
    mistyped,
    windowStart(monitor),
    options,
    raw('staged'),
  );
  const dated = dateRejects(
    monitor,
    counts,
    reading,
    windows.map(({ w }) => Number(w)),
  );
  const starts = [...new Set([...windows.map(({ w }) => Number(w)), ...dated.keys()])].sort(
    (a, b) => a - b,
  );
  await reading.onWindows(starts);
  await stageRows(
    ports,
    engine,
    monitor,
    windows.map(({ w }) => Number(w)),
    reading,
  );
  await storeRejects(ports, engine, monitor, reading.shard.id);
  const schema = await foundColumns(readable);
  for (const start of starts) {
    const file: ProfileFile = {
      schema: PROFILE_SCHEMA,
      shard: reading.shard.id,
      baseline: baseline.version,
      rejected: sumReasons(dated.get(start) ?? []),
      slices: withSchema(rollUp(groups.filter(({ window }) => window === start)), schema),
    };
    await ports.workspace.write(
      `${layout.profiles(monitor.monitor, start)}${reading.shard.id}.json`,
      `${compactJson(file)}\n`,
    );
  }
  return {
    windows: starts,
    rows: windows.reduce((sum, { n }) => sum + Number(n), 0),
    unmatched: 0,
    rejected: sumReasons(counts),
  };
}

/** About how many numbers the statement keeps of one slice. */
function numbersOf({ columns, outcome }: Frame): number {
  const perColumn = columns.map((column) =>
    column.type === 'numeric' ? column.edges.length + SKETCH : column.categories.length * 8,
  );
  const scores = 2 * Math.max(1, outcome.classes.length) * (outcome.scoreEdges.length + 1);
  return perColumn.reduce((sum, numbers) => sum + numbers + 16, scores + SAMPLED_IDS + PARTS);
}

/** One statement, or as many as keep the aggregates of many windows and segments within memory. */
async function profileInBatches(
  engine: Engine,
  monitor: Monitor,
  frame: Frame,
  usable: Sql,
  windows: readonly number[],
) {
  const slices = frame.segments.reduce((sum, { segments }) => sum + segments.length + 1, 1);
  const batch = Math.max(1, Math.floor(STATE_BYTES / (slices * numbersOf(frame) * NUMBER_BYTES)));
  const groups: ProfiledGroup[] = [];
  let rows = usable;
  if (windows.length > batch * SCANS) {
    await engine.run(sql`CREATE TEMP TABLE usable AS FROM ${rows} WHERE window_start IS NOT NULL`);
    rows = raw('usable');
  }
  for (let i = 0; i < windows.length; i += batch) {
    const [first, last] = [windows[i] ?? 0, windows[Math.min(i + batch, windows.length) - 1] ?? 0];
    const part =
      windows.length <= batch
        ? rows
        : sql`(SELECT * FROM ${rows} WHERE window_start BETWEEN ${first} AND ${last})`;
    const profiled = await engine.rows(selectProfile(monitor, frame, part));
    const used = profiled.filter(({ w }) => w !== null);
    groups.push(...used.map((row) => readProfile(monitor, frame, row)));
  }
  return groups;
}

/** Rejects without an event time count in the shard's last window, or where it has none in that of the drop. */
function dateRejects(
  monitor: Monitor,
  counts: readonly RejectCount[],
  { shard }: Reading,
  windows: readonly number[],
) {
  const undated = windows.at(-1) ?? windowOfDrop(monitor, shard);
  const dated = new Map<number, RejectCount[]>();
  for (const count of counts) {
    const window = count.window ?? undated;
    dated.set(window, [...(dated.get(window) ?? []), count]);
  }
  return dated;
}

function stagedColumns(monitor: Monitor): Sql {
  const { scores } = monitor.columns;
  return joinSql([
    ...['id', 'event_time', 'variant', 'predicted', 'label', 'score'].map(raw),
    ...Object.keys(scores ?? {}).map((_, i) => scoreAlias(i)),
    ...segmentColumns(monitor).map(segmentAlias),
    ...customColumns(customMetrics(monitor).filter(({ labelled }) => labelled)).map(customAlias),
  ]);
}

/** Makes the table `staged` of every row: its window where it can be used, else the reason and its source. */
async function makeStaged(engine: Engine, monitor: Monitor) {
  await engine.run(sql`CREATE TEMP TABLE staged AS SELECT reason,
    CASE WHEN reason IS NULL THEN ${windowStart(monitor)} END AS window_start,
    CASE WHEN reason IS NOT NULL THEN __source END AS __source, ${stagedColumns(monitor)} FROM loaded`);
}

async function stageRows(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  windows: readonly number[],
  { shard }: Reading,
) {
  const store = async (columns: Sql, start: number, key: string) => {
    const path = join(ports.scratch, `${randomUUID()}.parquet`);
    await engine.run(
      sql`COPY (SELECT ${columns} FROM staged WHERE window_start = ${start}) TO ${path} (FORMAT parquet, PARQUET_VERSION v2)`,
    );
    await ports.workspace.store(path, key);
    await rm(path, { force: true });
  };
  const { monitor: name, columns } = monitor;
  for (const start of windows) {
    await store(stagedColumns(monitor), start, `${layout.staged(name, start)}${shard.id}.parquet`);
    if (columns.id !== undefined)
      await store(
        sql`${idHash(sql`id`)} AS h`,
        start,
        `${layout.idsOf(name, start)}${shard.id}.parquet`,
      );
  }
}

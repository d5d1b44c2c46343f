import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { compactJson } from '../profile/compact-json.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { rollUp } from '../profile/roll-up.ts';
import { readOutcome, selectOutcome } from '../profile/select-profile.ts';
import { scanParquet } from '../read/scan.ts';
import { raw, type Sql, sql } from '../sql/sql.ts';
import type { Due } from './due.ts';
import { readBaseline } from './ensure-baseline.ts';
import { withObjects } from './inputs.ts';
import { labelsToJoin } from './labels-to-join.ts';
import { layout } from './layout.ts';
import { lookUpLabels } from './look-up-labels.ts';
import type { Engine, Ports } from './ports.ts';
import { OUTCOME, type ProfileFile, readProfiles } from './profile-file.ts';
import { scanStaged, summable } from './staged-custom.ts';
import type { WindowRecord } from './state.ts';

export interface WindowToJoin {
  readonly monitor: Monitor;
  readonly window: number;
  /** What is new of it. */
  readonly due: readonly Due[];
  readonly came: WindowRecord['came'];
  readonly now: Date;
}

/** Joins a window's predictions with their labels and writes its outcome profile anew, where anything is new for it. */
export async function joinLabels(ports: Ports, input: WindowToJoin): Promise<void> {
  const { monitor, window } = input;
  if (labelColumn(monitor) === undefined) return;
  const staged = await ports.workspace.list(layout.staged(monitor.monitor, window));
  const profiles = await readProfiles(ports, monitor.monitor, window);
  // Rejected labels are of no baseline.
  const profiled = profiles.filter(({ shard, slices }) => shard !== OUTCOME && slices.length > 0);
  const there = new Set(staged.map(({ key }) => key.split('/').at(-1)));
  if (profiled.length === 0) return ports.workspace.remove(outcomeKey(input));
  // Where normalised predictions are not kept any more, the outcome that was summed from them stands.
  if (profiled.some(({ shard }) => !there.has(`${shard}.parquet`))) return;
  await writeOutcome(ports, input, profiled[0]?.baseline ?? '', staged);
}

async function writeOutcome(
  ports: Ports,
  input: WindowToJoin,
  version: string,
  staged: readonly { key: string; size: number }[],
): Promise<void> {
  const { monitor } = input;
  const baseline = await readBaseline(ports, monitor.monitor, version);
  // A window of older code is profiled anew when it is evaluated, and joined then.
  if (!baseline) return;
  const labels = monitor.labels ? await labelsToJoin(ports, input) : null;
  const engine = await ports.openEngine();
  try {
    const known = labels?.known ? [labels.known] : [];
    const objects = [...staged, ...known, ...(labels?.batches ?? [])];
    const groups = await withObjects(ports, ports.workspace, objects, {}, async ({ files }) => {
      const pathOf = new Map(files.map(({ key, file }) => [key, file.path]));
      const paths = (objects: readonly { key: string }[]) =>
        objects.flatMap(({ key }) => pathOf.get(key) ?? []);
      if (labels)
        await makeGiven(engine, monitor, paths(known), paths(labels.batches), labels.retracted);
      const relation = await joined(ports, engine, input, paths(staged));
      const custom = await summable(engine, monitor, paths(staged));
      const frame = { ...baseline.frame, custom };
      const rows = await engine.rows(selectOutcome(monitor, frame, relation));
      return rows.map((row) => readOutcome(monitor, frame, row));
    });
    const file: ProfileFile = {
      schema: PROFILE_SCHEMA,
      shard: OUTCOME,
      baseline: version,
      rejected: {},
      slices: rollUp(groups),
    };
    await ports.workspace.write(outcomeKey(input), `${compactJson(file)}\n`);
  } finally {
    engine.close();
  }
}

function outcomeKey({ monitor, window }: WindowToJoin): string {
  return `${layout.profiles(monitor.monitor, window)}${OUTCOME}.json`;
}

/** Makes the table `given` of all labels that a window may be joined with. */
async function makeGiven(
  engine: Engine,
  { task }: Monitor,
  known: readonly string[],
  batches: readonly string[],
  retracted: readonly string[],
): Promise<void> {
  await engine.run(
    sql`CREATE TEMP TABLE given (id VARCHAR, label ${raw(task === 'regression' ? 'DOUBLE' : 'VARCHAR')}, given TIMESTAMP, source VARCHAR, position BIGINT, shard VARCHAR)`,
  );
  const fill = (paths: readonly string[], condition: Sql) =>
    engine.run(
      sql`INSERT INTO given SELECT id, label, given, source, position, shard FROM ${scanParquet(paths)} WHERE ${condition}`,
    );
  if (known.length > 0)
    await fill(known, sql`shard IS NULL OR NOT list_contains(${retracted}::VARCHAR[], shard)`);
  if (batches.length > 0) await fill(batches, sql`TRUE`);
}

/**
 * Predictions with `label`: the last that was given for their id, else the one that was logged with them.
 *
 * `label_delay_seconds` is what passed until that label was given; NULL where it was logged. Keeps the labels of the
 * window's ids, so that the next join needs only what is new.
 */
async function joined(
  ports: Ports,
  engine: Engine,
  input: WindowToJoin,
  staged: readonly string[],
): Promise<Sql> {
  const { monitor, window } = input;
  const predictions = sql`(SELECT *, ${window} AS window_start, NULL::DOUBLE AS label_delay_seconds FROM ${scanStaged(staged, monitor)})`;
  if (!monitor.labels) return predictions;
  await engine.run(sql`CREATE TEMP TABLE latest AS
    SELECT id, max_by(struct_pack(label, given, source, position, shard), struct_pack(given, source, position)) AS l
    FROM given SEMI JOIN ${predictions} USING (id) GROUP BY id`);
  await lookUpLabels(ports, engine, input, predictions);
  const path = joinPath(ports.scratch, `${randomUUID()}.parquet`);
  await engine.run(
    sql`COPY (SELECT id, unnest(l) FROM latest ORDER BY id) TO ${path} (FORMAT parquet)`,
  );
  await ports.workspace.store(path, layout.outcomes(monitor.monitor, window));
  await rm(path, { force: true });
  return sql`(SELECT p.* REPLACE (coalesce(l.l.label, p.label) AS label,
      CASE WHEN l.l.given IS NOT NULL THEN greatest(0, epoch(l.l.given) - epoch(p.event_time)) END AS label_delay_seconds)
    FROM ${predictions} AS p LEFT JOIN latest AS l ON p.id = l.id)`;
}

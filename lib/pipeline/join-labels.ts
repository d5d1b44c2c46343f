import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { compactJson } from '../profile/compact-json.ts';
import { rollUp } from '../profile/roll-up.ts';
import { readOutcome, selectOutcome } from '../profile/select-profile.ts';
import { scanParquet } from '../read/scan.ts';
import { ident, join, type Sql, sql } from '../sql/sql.ts';
import { readBaseline } from './ensure-baseline.ts';
import { withObjects } from './inputs.ts';
import { layout } from './layout.ts';
import type { Engine, Ports } from './ports.ts';
import { OUTCOME, type ProfileFile, readProfiles } from './profile-file.ts';
import { type Shard, shardKey } from './shard.ts';
import { type WindowRecord, windowKey } from './state.ts';

/** Joins a window's predictions with all labels that are there and writes the window's outcome profile anew. */
export async function joinLabels(
  ports: Ports,
  input: { monitor: Monitor; window: number },
): Promise<{ window: number }> {
  const { monitor, window } = input;
  const staged = await ports.workspace.list(layout.staged(monitor.monitor, window));
  if (staged.length > 0 && labelColumn(monitor) !== undefined) {
    const profiles = await readProfiles(ports, monitor.monitor, window);
    const profiled = profiles.find(({ shard }) => shard !== OUTCOME);
    await writeOutcome(ports, monitor, profiled?.baseline ?? '', window, staged);
  }
  const record = (await ports.table.get(monitor.monitor, windowKey(window))) as WindowRecord;
  await ports.table.write(monitor.monitor, [{ put: { ...record, joinDue: false } }]);
  return { window };
}

async function writeOutcome(
  ports: Ports,
  monitor: Monitor,
  version: string,
  window: number,
  staged: readonly { key: string; size: number }[],
): Promise<void> {
  const baseline = await readBaseline(ports, monitor.monitor, version);
  if (!baseline) throw new Error(`baseline ${version} of monitor ${monitor.monitor} is gone`);
  const labels = monitor.labels
    ? await ports.workspace.list(layout.stagedLabels(monitor.monitor))
    : [];
  const engine = await ports.openEngine();
  try {
    const rows = await withObjects(ports, undefined, [...staged, ...labels], async (files) => {
      const pathOf = new Map(files.map(({ key, file }) => [key, file.path]));
      const paths = (objects: readonly { key: string }[]) =>
        objects.map(({ key }) => pathOf.get(key) ?? '');
      const relation = await joined(
        ports,
        engine,
        monitor,
        window,
        paths(staged),
        labels.map(({ key }) => key),
        paths(labels),
      );
      return engine.rows(selectOutcome(monitor, baseline.frame, relation));
    });
    const file: ProfileFile = {
      schema: 1,
      shard: OUTCOME,
      baseline: version,
      rejected: {},
      slices: rollUp(rows.map((row) => readOutcome(monitor, baseline.frame, row))),
    };
    await ports.workspace.write(
      `${layout.profiles(monitor.monitor, window)}${OUTCOME}.json`,
      `${compactJson(file)}\n`,
    );
  } finally {
    engine.close();
  }
}

/** Predictions with `label`: the latest claimed label of their id, else the one that was logged with them. */
async function joined(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  window: number,
  staged: readonly string[],
  keys: readonly string[],
  labels: readonly string[],
): Promise<Sql> {
  const predictions = sql`(SELECT *, ${window} AS window_start FROM ${scanParquet(staged)})`;
  if (labels.length === 0) return predictions;
  const ranked = await rankLabels(ports, monitor.monitor, keys);
  const parts = labels.map(
    (path, i) =>
      sql`SELECT id, label, position, ${ranked[i] ?? 0} AS shard_rank FROM ${scanParquet([path])}`,
  );
  await engine.run(sql`CREATE TEMP TABLE latest AS SELECT id, arg_max(label, (shard_rank, position)) AS label
    FROM (${join(parts, ' UNION ALL ')}) SEMI JOIN ${predictions} USING (id) GROUP BY id`);
  return sql`(SELECT p.* REPLACE (coalesce(l.label, p.label) AS label)
    FROM ${predictions} AS p LEFT JOIN latest AS l ON p.${ident('id')} = l.${ident('id')})`;
}

/** The order in which label shards were claimed, by staged file. */
async function rankLabels(
  ports: Ports,
  monitor: string,
  keys: readonly string[],
): Promise<number[]> {
  const claimed = await Promise.all(
    keys.map(async (key) => {
      const id =
        key
          .split('/')
          .at(-1)
          ?.replace(/\.parquet$/, '') ?? '';
      const shard = (await ports.table.get(monitor, shardKey(id))) as Shard | null;
      return `${shard?.claimed ?? ''}#${shard?.objects[0]?.key ?? ''}`;
    }),
  );
  const sorted = [...claimed].sort();
  return claimed.map((claim) => sorted.indexOf(claim));
}

import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { compactJson } from '../profile/compact-json.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
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
import { scanStaged, summable } from './staged-custom.ts';
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
    // Rejected labels are of no baseline.
    const profiled = profiles.find(({ shard, slices }) => shard !== OUTCOME && slices.length > 0);
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
  // A window of older code is profiled anew when it is evaluated, and joined then.
  if (!baseline) return;
  const labels = monitor.labels
    ? await ports.workspace.list(layout.stagedLabels(monitor.monitor))
    : [];
  const engine = await ports.openEngine();
  try {
    const groups = await withObjects(ports, undefined, [...staged, ...labels], async (files) => {
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
    await ports.workspace.write(
      `${layout.profiles(monitor.monitor, window)}${OUTCOME}.json`,
      `${compactJson(file)}\n`,
    );
  } finally {
    engine.close();
  }
}

/**
 * Predictions with `label`: the latest claimed label of their id, else the one that was logged with them.
 *
 * `label_delay_seconds` is what passed until that label was claimed; NULL where it was logged.
 */
async function joined(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  window: number,
  staged: readonly string[],
  keys: readonly string[],
  labels: readonly string[],
): Promise<Sql> {
  const predictions = sql`(SELECT *, ${window} AS window_start, NULL::DOUBLE AS label_delay_seconds FROM ${scanStaged(staged, monitor)})`;
  if (labels.length === 0) return predictions;
  const claims = await claimsOf(ports, monitor.monitor, keys);
  const parts = labels.map(
    (path, i) =>
      sql`SELECT id, label, position, ${claims[i]?.rank ?? 0} AS shard_rank, ${claims[i]?.claimed ?? null}::TIMESTAMP AS claimed FROM ${scanParquet([path])}`,
  );
  await engine.run(sql`CREATE TEMP TABLE latest AS SELECT id, arg_max(label, (shard_rank, position)) AS label,
      arg_max(claimed, (shard_rank, position)) AS claimed
    FROM (${join(parts, ' UNION ALL ')}) SEMI JOIN ${predictions} USING (id) GROUP BY id`);
  return sql`(SELECT p.* REPLACE (coalesce(l.label, p.label) AS label,
      CASE WHEN l.claimed IS NOT NULL THEN greatest(0, epoch(l.claimed) - epoch(p.event_time)) END AS label_delay_seconds)
    FROM ${predictions} AS p LEFT JOIN latest AS l ON p.${ident('id')} = l.${ident('id')})`;
}

interface Claim {
  /** Place in the order of claims. */
  readonly rank: number;
  /** ISO; null where the shard is gone. */
  readonly claimed: string | null;
}

/** When label shards were claimed, by staged file. */
async function claimsOf(ports: Ports, monitor: string, keys: readonly string[]): Promise<Claim[]> {
  const shards = await Promise.all(
    keys.map(async (key) => {
      const id = key
        .split('/')
        .at(-1)
        ?.replace(/\.parquet$/, '');
      return (await ports.table.get(monitor, shardKey(id ?? ''))) as Shard | null;
    }),
  );
  const orders = shards.map((shard) => `${shard?.claimed ?? ''}#${shard?.objects[0]?.key ?? ''}`);
  const sorted = [...orders].sort();
  return shards.map((shard, i) => ({
    rank: sorted.indexOf(orders[i] ?? ''),
    claimed: shard?.claimed ?? null,
  }));
}

import { ConfigError } from '../errors.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { ensureBaseline } from './ensure-baseline.ts';
import { layout } from './layout.ts';
import { takeLease } from './lease.ts';
import type { Item, Ports, TableWrite } from './ports.ts';
import { inputKey, newShard, type ObjectInput, type RangeInput, type Shard } from './shard.ts';
import type { RetrainingRecord } from './state.ts';

/** A shard and its inputs are claimed in one transaction of at most 100 writes. */
const OBJECTS_PER_SHARD = 99;
const BYTES_PER_SHARD = 256 * 1024 * 1024;
/** What one state of a state machine can hold; the rest is for the next run. */
const SHARDS_PER_RUN = 1000;
/** A table's newest items may not be readable yet. */
const SAFETY_LAG_MILLISECONDS = 5 * 60_000;
const RANGE_MILLISECONDS = 3_600_000 * 24;

export interface Plan {
  /** `busy`: another run has the monitor; nothing is to be done. */
  readonly status: 'ready' | 'busy';
  readonly baseline: string;
  readonly shards: readonly { readonly shard: string }[];
}

/** Finds what is new, claims it into shards, and names all shards that are still to be done. */
export async function plan(
  ports: Ports,
  input: { monitor: Monitor; run: string; now: Date },
): Promise<Plan> {
  const { monitor, run, now } = input;
  if (!(await takeLease(ports, monitor.monitor, run, now)))
    return { status: 'busy', baseline: '', shards: [] };
  const baseline = await ensureBaseline(ports, monitor);
  if (!baseline) {
    throw new ConfigError(
      `monitor ${monitor.monitor} has no baseline: drop a reference data set into ${ports.workspace.locate(`${layout.baselines(monitor.monitor)}v1/`)}`,
    );
  }
  await noteStart(ports, monitor.monitor, now);
  const shards = (await ports.table.query(monitor.monitor, 'shard#')) as Shard[];
  const claimed = new Set((await ports.table.query(monitor.monitor, 'input#')).map(({ sk }) => sk));
  for (const kind of ['predictions', 'labels'] as const) {
    const members = await findNew(ports, monitor, kind, claimed, shards, now);
    for (const part of members) {
      const shard = newShard(
        kind,
        part,
        now.toISOString(),
        kind === 'predictions' ? baseline.version : null,
      );
      await claim(ports, monitor.monitor, shard);
      shards.push(shard);
    }
  }
  const open = shards.filter((shard) => shard.state !== 'done');
  return {
    status: 'ready',
    baseline: baseline.version,
    shards: open.slice(0, SHARDS_PER_RUN).map(({ id }) => ({ shard: id })),
  };
}

async function noteStart(ports: Ports, monitor: string, now: Date): Promise<void> {
  if (await ports.table.get(monitor, 'retraining')) return;
  const record: RetrainingRecord = {
    sk: 'retraining',
    started: now.toISOString(),
    last: null,
    pending: null,
  };
  await ports.table.write(monitor, [{ put: record }]);
}

async function claim(ports: Ports, monitor: string, shard: Shard): Promise<void> {
  const inputs: Item[] = [...shard.objects, ...shard.ranges].map((input) => ({
    sk: inputKey(input),
    shard: shard.id,
  }));
  const writes: TableWrite[] = [shard, ...inputs].map((put) => ({ put, unless: 'exists' }));
  await ports.table.write(monitor, writes);
}

type Members = Pick<Shard, 'objects' | 'ranges'>;

async function findNew(
  ports: Ports,
  monitor: Monitor,
  kind: Shard['kind'],
  claimed: ReadonlySet<string>,
  shards: readonly Shard[],
  now: Date,
): Promise<Members[]> {
  const source = monitor[kind];
  if (!source) return [];
  if (source.from === 'dynamodb') return newRanges(source, kind, shards, now);
  const prefix =
    kind === 'predictions' ? layout.predictions(monitor.monitor) : layout.labels(monitor.monitor);
  const objects = (await ports.workspace.list(prefix))
    .filter((object) => !object.key.endsWith('/') && !claimed.has(inputKey(object)))
    .map(({ key, etag, size, modified }): ObjectInput => ({ key, etag, size, modified }));
  return cutObjects(objects).map((part) => ({ objects: part, ranges: [] }));
}

/** Parts in key order, each within the bounds of one shard. */
export function cutObjects(objects: readonly ObjectInput[]): ObjectInput[][] {
  const parts: ObjectInput[][] = [];
  let bytes = 0;
  for (const object of objects) {
    const last = parts.at(-1);
    if (last && last.length < OBJECTS_PER_SHARD && bytes + object.size <= BYTES_PER_SHARD) {
      last.push(object);
      bytes += object.size;
    } else {
      parts.push([object]);
      bytes = object.size;
    }
  }
  return parts;
}

/** From where the last range of the table ended, in stretches of a day at most. */
function newRanges(
  source: Extract<Monitor['predictions'], { from: 'dynamodb' }>,
  kind: Shard['kind'],
  shards: readonly Shard[],
  now: Date,
): Members[] {
  const ends = shards
    .filter((shard) => shard.kind === kind)
    .flatMap(({ ranges }) => ranges.map(({ to }) => to));
  const since = source.since ?? new Date(now.getTime() - parseDuration('30d')).toISOString();
  const end = now.getTime() - SAFETY_LAG_MILLISECONDS;
  const members: Members[] = [];
  let from = Date.parse(ends.sort().at(-1) ?? since);
  while (from < end) {
    const to = Math.min(from + RANGE_MILLISECONDS, end);
    const range: RangeInput = {
      table: source.table,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    };
    members.push({ objects: [], ranges: [range] });
    from = to;
  }
  return members;
}

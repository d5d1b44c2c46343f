import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { isoSeconds, layout } from '../pipeline/layout.ts';
import type { Ports, WorkspaceObject } from '../pipeline/ports.ts';
import type { ObjectInput, RangeInput } from '../pipeline/shard.ts';
import { objectSource } from '../pipeline/source.ts';
import type { WindowSummary } from '../pipeline/state.ts';
import type { Baseline } from '../profile/baseline.ts';
import { parseCompactJson } from '../profile/compact-json.ts';
import type { Finding } from '../results.ts';
import { sha256 } from './digest.ts';
import type { Gathered, ReadShard, RecordReference } from './gather-records.ts';
import type { FoundWindow } from './incident-windows.ts';
import { type TracedReference, traceReference } from './trace-reference.ts';

/** How what is there now compares with what was recorded; `unknown`: nothing was recorded, or it can't be looked at. */
export type Now = 'same' | 'changed' | 'gone' | 'new' | 'unknown';

export interface TracedObject extends Pick<ObjectInput, 'key' | 'etag' | 'size'> {
  readonly now: Now;
}

export interface TracedShard
  extends Pick<ReadShard, 'id' | 'kind' | 'part' | 'rows' | 'rejected' | 'kept'> {
  readonly record: RecordReference;
  readonly objects: readonly (TracedObject &
    Pick<ObjectInput, 'modified'> & {
      /** Of a bucket that keeps versions, the one with that content; null where none has it, or none is kept. */
      readonly version: string | null;
    })[];
  readonly ranges: readonly RangeInput[];
}

/** From a window's result back to the objects that it comes from. */
export interface WindowTrace {
  /** ISO start. */
  readonly window: string;
  /** Those of the incident. */
  readonly findings: readonly Finding[];
  readonly result: { readonly key: string; readonly now: Now };
  /** What the last audit record of it says; null where none holds it. */
  readonly recorded: { readonly summary: WindowSummary; readonly record: RecordReference } | null;
  /** Of the monitor that it was judged under, and the record that holds it; `now` is the monitor file. */
  readonly configuration: {
    readonly digest: string;
    readonly record: RecordReference | null;
    readonly now: Now;
  } | null;
  readonly baseline: {
    readonly key: string;
    readonly version: string;
    readonly now: Now;
    readonly sources: readonly TracedObject[];
  } | null;
  /** What it was held against in place of the whole baseline; none where it was not. */
  readonly reference: readonly TracedReference[];
  readonly profiles: readonly { readonly key: string; readonly shard: string; readonly now: Now }[];
  readonly shards: readonly TracedShard[];
}

/** Looking at each object takes a request. */
const LOOKED_AT = 200;

export async function traceWindow(
  ports: Ports,
  monitor: Monitor,
  { start, findings }: FoundWindow,
  gathered: Gathered,
): Promise<WindowTrace> {
  const window = isoSeconds(start);
  const key = layout.result(monitor.monitor, start);
  const recorded = gathered.judged.get(window) ?? null;
  const text = await ports.workspace.read(key);
  return {
    window,
    findings,
    result: { key, now: compare(recorded?.summary.digest, text === null ? null : sha256(text)) },
    recorded,
    configuration: recorded && traceConfiguration(monitor, recorded, gathered),
    baseline: recorded && (await traceBaseline(ports, monitor.monitor, recorded.summary)),
    reference: recorded ? await traceReference(ports, recorded.summary, gathered) : [],
    profiles: await traceProfiles(ports, monitor.monitor, start, recorded?.summary ?? null),
    shards: await traceShards(ports, start, gathered),
  };
}

function compare(recorded: string | undefined, found: string | null): Now {
  if (found === null) return 'gone';
  if (recorded === undefined) return 'unknown';
  return recorded === found ? 'same' : 'changed';
}

function traceConfiguration(
  monitor: Monitor,
  { summary, record }: NonNullable<WindowTrace['recorded']>,
  { configurations }: Gathered,
): WindowTrace['configuration'] {
  const digest = summary.origin?.configuration ?? record.configuration;
  return {
    digest,
    record: configurations.get(digest)?.record ?? null,
    now: compare(digest, sha256(JSON.stringify(monitor))),
  };
}

async function traceBaseline(
  ports: Ports,
  monitor: string,
  { baseline: version, origin }: WindowSummary,
): Promise<WindowTrace['baseline']> {
  const key = layout.baseline(monitor, version);
  const text = await ports.workspace.read(key);
  const built = text === null ? null : (parseCompactJson(text) as Baseline);
  const sources = origin?.baseline.sources ?? built?.sources ?? [];
  const there = await ports.workspace.list(`${layout.baselines(monitor)}${version}/`);
  const etags = new Map(there.map(({ key, etag }) => [key, etag]));
  return {
    key,
    version,
    now: compare(origin?.baseline.digest, text === null ? null : sha256(text)),
    sources: sources.map((source) => ({
      ...source,
      now: compare(source.etag, etags.get(source.key) ?? null),
    })),
  };
}

async function traceProfiles(
  ports: Ports,
  monitor: string,
  start: number,
  summary: WindowSummary | null,
): Promise<WindowTrace['profiles']> {
  const folder = layout.profiles(monitor, start);
  const there = (await ports.workspace.list(folder)).map(({ key }) => key);
  const files = summary?.origin?.profiles.files ?? null;
  const recorded = new Map(files?.map(({ shard, digest }) => [`${folder}${shard}.json`, digest]));
  const keys = [...new Set([...recorded.keys(), ...there])];
  return Promise.all(
    keys.map(async (key) => {
      const shard = key.slice(folder.length).replace(/\.json$/, '');
      const text = there.includes(key) ? await ports.workspace.read(key) : null;
      const now = compare(recorded.get(key), text === null ? null : sha256(text));
      return { key, shard, now: files !== null && now === 'unknown' ? 'new' : now };
    }),
  );
}

/** The shards that the window's rows and labels came with, as they were recorded last. */
async function traceShards(
  ports: Ports,
  start: number,
  { shards, configurations }: Gathered,
): Promise<TracedShard[]> {
  const traced: TracedShard[] = [];
  let looked = 0;
  for (const { read, record } of shards.values()) {
    if (!read.windows.includes(start)) continue;
    const monitor = configurations.get(record.configuration)?.monitor;
    const { id, kind, part, rows, rejected, kept, ranges } = read;
    const left = new Set(read.without);
    const objects = [];
    for (const { key, etag, size, modified } of read.objects) {
      if (left.has(key)) continue;
      const found =
        monitor && looked++ < LOOKED_AT ? await lookAt(ports, monitor, kind, key, etag) : UNSEEN;
      objects.push({ key, etag, size, modified, ...found });
    }
    traced.push({ id, kind, part, rows, rejected, kept, record, objects, ranges });
  }
  return traced.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const UNSEEN: Pick<TracedShard['objects'][number], 'now' | 'version'> = {
  now: 'unknown',
  version: null,
};

async function lookAt(
  ports: Ports,
  monitor: Monitor,
  kind: ReadShard['kind'],
  key: string,
  etag: string,
): Promise<typeof UNSEEN> {
  // Another bucket is not within reach from everywhere, and versions are for fewer to list.
  const reach = async <T>(look: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await look();
    } catch (error) {
      if (error instanceof ConfigError || (error as Error).name === 'AccessDenied')
        return otherwise;
      throw error;
    }
  };
  return reach(async () => {
    const store = objectSource(ports, monitor, kind)?.store;
    if (!store) return UNSEEN;
    const found = await objectAt(store.walk(key), key);
    const version = await reach(async () => (await store.version?.(key, etag)) ?? null, null);
    return { now: compare(etag, found?.etag ?? null), version };
  }, UNSEEN);
}

/** The first under a prefix is the one that is called so, if there is one. */
async function objectAt(
  objects: AsyncIterable<WorkspaceObject>,
  key: string,
): Promise<WorkspaceObject | null> {
  for await (const object of objects) return object.key === key ? object : null;
  return null;
}

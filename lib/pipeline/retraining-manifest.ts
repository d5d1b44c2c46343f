import type { RetrainingRequest } from '../judge/retraining.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { windowEnd } from '../profile/window.ts';
import { isoSeconds, layout, windowOfName } from './layout.ts';
import type { Ports, WorkspaceObject } from './ports.ts';
import { type RangeInput, readWork, type Shard, shardKey } from './shard.ts';
import type { WindowRecord } from './state.ts';

/** An object to train on, pinned to its content. */
export interface ListedObject {
  readonly key: string;
  /** `s3://bucket/key`, or a path. */
  readonly location: string;
  readonly etag: string;
  readonly size: number;
}

/** `requests/<monitor>/<id>.json`: what a request is to be answered with. */
export interface RetrainingManifest {
  readonly schema: 1;
  readonly request: string;
  readonly monitor: string;
  readonly since: string | null;
  readonly baseline: string;
  readonly to_beat: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly labelled: number;
  /** Windows since then that have labels; all of a monitor without labels. */
  readonly windows: readonly ManifestWindow[];
}

export interface ManifestWindow {
  readonly start: string;
  readonly end: string;
  readonly rows: number;
  readonly labelled: number;
  /** Normalised predictions, as Parquet. */
  readonly predictions: readonly ListedObject[];
  /** The labels that came apart from them, by id, as Parquet; null where none did. */
  readonly outcomes: ListedObject | null;
  /** What the predictions were read from: their features lie there. Null where the ledger has forgotten it. */
  readonly sources:
    | readonly ({ readonly key: string; readonly etag: string } | RangeInput)[]
    | null;
}

/** Written down so many shards at once. */
const AT_ONCE = 16;

/** The normalised predictions of every remembered window since an onset, and where they lie. */
export async function stagedSince(
  ports: Ports,
  monitor: string,
  since: string | null,
  records: readonly WindowRecord[],
): Promise<{ record: WindowRecord; folder: string; objects: WorkspaceObject[] }[]> {
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const affected = records.filter(({ start }) => start >= from);
  const objects = new Map<number, WorkspaceObject[]>(affected.map(({ start }) => [start, []]));
  if (affected.length === 0) return [];
  for await (const object of ports.workspace.walk(layout.stagedWindows(monitor)))
    objects.get(windowOfName(object.key) ?? Number.NaN)?.push(object);
  return affected.flatMap((record) => {
    const staged = objects.get(record.start) ?? [];
    const folder = ports.workspace.locate(layout.staged(monitor, record.start));
    return staged.length === 0 ? [] : [{ record, folder, objects: staged }];
  });
}

/** Writes the list of the data to train on, as it is now. */
export async function writeManifest(
  ports: Ports,
  monitor: Monitor,
  request: RetrainingRequest,
  records: readonly WindowRecord[],
): Promise<void> {
  const name = monitor.monitor;
  const { id, since, baseline, to_beat = {} } = request;
  const hasLabels = labelColumn(monitor) !== undefined;
  const staged = (await stagedSince(ports, name, since, records)).filter(
    ({ record }) => !hasLabels || record.summary.labelled > 0,
  );
  const outcomes = new Map(
    (await ports.workspace.list(layout.outcomesOf(name))).map((one) => [one.key, one]),
  );
  const sources = await sourcesOf(
    ports,
    name,
    staged.flatMap(({ objects }) => objects.map(shardOf)),
  );
  const listed = ({ key, etag, size }: WorkspaceObject): ListedObject => ({
    ...{ key, location: ports.workspace.locate(key), etag, size },
  });
  const windows = staged.map(({ record: { start, summary }, objects }): ManifestWindow => {
    const outcome = outcomes.get(layout.outcomes(name, start));
    const read = objects.map((object) => sources.get(shardOf(object)) ?? null);
    return {
      start: isoSeconds(start),
      end: isoSeconds(windowEnd(monitor, start)),
      rows: summary.rows,
      labelled: summary.labelled,
      predictions: objects.map(listed),
      outcomes: outcome ? listed(outcome) : null,
      sources: read.includes(null) ? null : distinct(read.flatMap((some) => some ?? [])),
    };
  });
  const sum = (field: 'rows' | 'labelled') => windows.reduce((n, window) => n + window[field], 0);
  const manifest: RetrainingManifest = {
    ...{ schema: 1, request: id, monitor: name, since, baseline, to_beat },
    ...{ rows: sum('rows'), labelled: sum('labelled'), windows },
  };
  await ports.workspace.write(layout.request(name, id), `${JSON.stringify(manifest, null, 1)}\n`);
}

/** What shards read, by their ids; those are missing that are forgotten. */
async function sourcesOf(ports: Ports, monitor: string, shards: readonly string[]) {
  const ids = [...new Set(shards)];
  const sources = new Map<string, NonNullable<ManifestWindow['sources']>>();
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    await Promise.all(
      ids.slice(i, i + AT_ONCE).map(async (id) => {
        const shard = (await ports.table.get(monitor, shardKey(id))) as Shard | null;
        const work = shard && (await readWork(ports.table, monitor, shard));
        if (!work) return;
        const objects = work.objects.map(({ key, etag }) => ({ key, etag }));
        sources.set(id, [...objects, ...work.ranges]);
      }),
    );
  }
  return sources;
}

function shardOf({ key }: WorkspaceObject): string {
  return (
    key
      .split('/')
      .at(-1)
      ?.replace(/\.parquet$/, '') ?? ''
  );
}

function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Monitor } from '../monitor/schema.ts';
import { type Format, formatOf } from '../read/format.ts';
import type { InputFile } from '../read/load.ts';
import { openPart } from '../read/part.ts';
import { byUtf8 } from '../utf8-order.ts';
import type { ByteRange, LocalFile, ObjectStore, Ports } from './ports.ts';
import type { RangeInput } from './shard.ts';
import type { RangeSource } from './table-ranges.ts';

const DOWNLOADS_AT_ONCE = 16;

/** An object to be read; without an etag whatever is there. */
export interface Wanted {
  readonly key: string;
  readonly size: number;
  readonly etag?: string;
}

export interface Opened {
  readonly files: InputFile[];
  /** Keys of what is gone, or has another content. */
  readonly missing: readonly string[];
}

/** Has the objects' bytes on this machine while `use` runs, in the order of their keys. */
export async function withObjects<T>(
  ports: Ports,
  store: ObjectStore,
  objects: readonly Wanted[],
  options: { readonly format?: Format | undefined; readonly part?: ByteRange | null },
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { format, part } = options;
  const files: InputFile[] = [];
  const missing: string[] = [];
  const open = async (object: Wanted) => {
    const { key, size, etag = null } = object;
    const opened = part
      ? await openPartOf(ports, store, { key, size, etag: etag ?? '' }, part, format)
      : await openWhole(ports, store, key, etag);
    if (opened === null) missing.push(key);
    else files.push({ key, size, format, ...opened });
  };
  try {
    for (let i = 0; i < objects.length; i += DOWNLOADS_AT_ONCE) {
      const opened = await Promise.allSettled(objects.slice(i, i + DOWNLOADS_AT_ONCE).map(open));
      const failed = opened.find(({ status }) => status === 'rejected');
      if (failed) throw (failed as PromiseRejectedResult).reason;
    }
    files.sort((a, b) => byUtf8(a.key, b.key));
    return await use({ files, missing: missing.sort(byUtf8) });
  } finally {
    await Promise.all(files.map(({ file }) => file.release()));
  }
}

async function openWhole(ports: Ports, store: ObjectStore, key: string, etag: string | null) {
  const file = await store.open(key, etag);
  return file && { file: await plainPath(ports, file) };
}

async function openPartOf(
  ports: Ports,
  store: ObjectStore,
  object: Required<Wanted>,
  part: ByteRange,
  stated: Format | undefined,
) {
  const format = formatOf(object.key, stated)?.format === 'parquet' ? 'parquet' : 'jsonl';
  return openPart(store, object, part, format, ports);
}

/** The engine takes a path with such characters for a pattern, and reads every file that fits it. */
async function plainPath(ports: Ports, file: LocalFile): Promise<LocalFile> {
  if (!/[*?[]/.test(file.path)) return file;
  const path = join(ports.scratch, randomUUID());
  await symlink(file.path, path);
  const release = async () => {
    await rm(path, { force: true });
    await file.release();
  };
  return { path, release };
}

/** Has a stretch of a table as JSON lines on this machine while `use` runs. */
export async function withRange<T>(
  ports: Ports,
  monitor: Monitor,
  source: RangeSource,
  range: RangeInput,
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  const folder = join(ports.scratch, randomUUID());
  await mkdir(folder);
  try {
    const paths = await ports.tables.export(
      {
        ...range,
        index: source.index ?? null,
        partition: partitionOf(source, monitor.monitor),
        time: source.time,
        timeFormat: source.time_format,
        segments: source.segments,
      },
      folder,
    );
    const files: InputFile[] = [];
    for (const [i, path] of paths.entries()) {
      const { size } = await stat(path);
      const key = `dynamodb://${range.table}/${range.from}/${range.to}/${String(i).padStart(4, '0')}.jsonl`;
      if (size > 0)
        files.push({ key, size, file: { path, release: async () => {} }, format: 'jsonl' });
    }
    return await use({ files, missing: [] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function partitionOf({ partition }: RangeSource, monitor: string) {
  if (typeof partition === 'string') return { key: partition, values: [monitor] };
  return { key: partition.key, values: [partition.value].flat() };
}

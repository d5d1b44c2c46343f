import { randomUUID } from 'node:crypto';
import { rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Monitor } from '../monitor/schema.ts';
import type { Format } from '../read/format.ts';
import type { InputFile } from '../read/load.ts';
import type { LocalFile, Ports } from './ports.ts';
import type { RangeInput } from './shard.ts';

const DOWNLOADS_AT_ONCE = 8;

/** Has the objects' bytes on this machine while `use` runs. */
export async function withObjects<T>(
  ports: Ports,
  source: { readonly format?: Format | undefined } | object | undefined,
  objects: readonly { readonly key: string; readonly size: number }[],
  use: (files: InputFile[]) => Promise<T>,
): Promise<T> {
  const format = source && 'format' in source ? (source.format as Format | undefined) : undefined;
  const files: InputFile[] = [];
  try {
    for (let i = 0; i < objects.length; i += DOWNLOADS_AT_ONCE) {
      const opened = objects.slice(i, i + DOWNLOADS_AT_ONCE).map(async ({ key, size }) => {
        files.push({ key, size, file: await openObject(ports, key), format });
      });
      const failed = (await Promise.allSettled(opened)).find(({ status }) => status === 'rejected');
      if (failed) throw (failed as PromiseRejectedResult).reason;
    }
    return await use(files.sort((a, b) => (a.key < b.key ? -1 : 1)));
  } finally {
    await Promise.all(files.map(({ file }) => file.release()));
  }
}

/** An object that was removed after it was claimed is a path where nothing is; it must not hold up the others. */
async function openObject(ports: Ports, key: string): Promise<LocalFile> {
  try {
    return await plainPath(ports, await ports.workspace.open(key));
  } catch (error) {
    const there = await ports.workspace.list(key);
    if (there.some((object) => object.key === key)) throw error;
    return { path: join(ports.scratch, randomUUID()), release: async () => {} };
  }
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
  source: Extract<Monitor['predictions'], { from: 'dynamodb' }>,
  range: RangeInput,
  use: (files: InputFile[]) => Promise<T>,
): Promise<T> {
  const path = join(ports.scratch, `${randomUUID()}.jsonl`);
  const partition =
    typeof source.partition === 'string'
      ? { key: source.partition, value: monitor.monitor }
      : source.partition;
  await ports.tables.export(
    { ...range, partition, time: source.time, timeFormat: source.time_format },
    path,
  );
  const release = () => rm(path, { force: true });
  try {
    const { size } = await stat(path);
    const key = `dynamodb://${range.table}/${range.from}/${range.to}.jsonl`;
    return await use(size === 0 ? [] : [{ key, size, file: { path, release }, format: 'jsonl' }]);
  } finally {
    await release();
  }
}

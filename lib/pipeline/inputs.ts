import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Monitor } from '../monitor/schema.ts';
import type { Format } from '../read/format.ts';
import type { InputFile } from '../read/load.ts';
import type { Ports } from './ports.ts';
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
        files.push({ key, size, file: await ports.workspace.open(key), format });
      });
      await Promise.all(opened);
    }
    return await use(files.sort((a, b) => (a.key < b.key ? -1 : 1)));
  } finally {
    await Promise.all(files.map(({ file }) => file.release()));
  }
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

import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteRange, ObjectStore } from '../../lib/pipeline/ports.ts';

export interface FileStore extends ObjectStore {
  /** Every range that was asked for. */
  readonly ranges: ByteRange[];
}

/** Objects that are files, by path; only `open` is there. The etag of all is `e`. */
export function fileStore(scratch: string): FileStore {
  const ranges: ByteRange[] = [];
  const none = () => {
    throw new Error('nothing is listed here');
  };
  return {
    ranges,
    datesArrival: true,
    level: none,
    walk: none,
    locate: (key) => key,
    open: async (key, etag, range) => {
      if (etag !== 'e' || !(await stat(key).catch(() => null))) return null;
      const path = join(scratch, randomUUID());
      if (range) ranges.push(range);
      await writeFile(path, (await readFile(key)).subarray(range?.from, range?.to));
      return { path, release: () => rm(path) };
    },
  };
}

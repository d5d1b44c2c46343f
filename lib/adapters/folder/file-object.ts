import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceObject } from '../../pipeline/ports.ts';

/** How much of either end of a file goes into its etag, beside its size. */
const SAMPLED_BYTES = 1024 * 1024;

/** A file below `root` as an object; null where there is none. */
export async function fileObject(root: string, key: string): Promise<WorkspaceObject | null> {
  const path = join(root, key);
  try {
    const found = await stat(path);
    if (!found.isFile()) return null;
    const { size, mtime } = found;
    return { key, size, etag: await contentTag(path, size), modified: mtime.toISOString() };
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Whether an error says that there is no such file, or that the path can't be one's. */
export function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(code ?? '');
}

/** Follows from the content, so that a file that is copied or touched stays the same input. */
async function contentTag(path: string, size: number): Promise<string> {
  const hash = createHash('md5').update(String(size));
  const file = await open(path);
  try {
    for (const from of [0, Math.max(SAMPLED_BYTES, size - SAMPLED_BYTES)]) {
      const buffer = Buffer.alloc(Math.max(0, Math.min(SAMPLED_BYTES, size - from)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

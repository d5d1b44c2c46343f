import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workspace } from '../../pipeline/ports.ts';

/** Writes an object that is no text. */
export async function storeBytes(workspace: Workspace, key: string, bytes: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), 'driftwatch-'));
  try {
    const path = join(folder, 'bytes');
    await writeFile(path, bytes);
    await workspace.store(path, key);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workspace } from '../../lib/pipeline/ports.ts';

/** What the collector needs of a workspace, in memory: `objects` by key. */
export function memoryWorkspace(
  objects = new Map<string, string | Uint8Array>(),
): Workspace & { readonly objects: Map<string, string | Uint8Array> } {
  const listed = (prefix: string) =>
    [...objects]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, body]) => ({
        ...{ key, size: body.length, etag: `e${body.length}` },
        modified: '2026-11-20T00:00:00.000Z',
      }));
  return {
    objects,
    datesArrival: true,
    level: () => {
      throw new Error('not needed');
    },
    walk: () => {
      throw new Error('not needed');
    },
    list: async (prefix) => listed(prefix),
    open: async (key) => {
      const folder = mkdtempSync(join(tmpdir(), 'driftwatch-collect-'));
      const path = join(folder, 'object');
      writeFileSync(path, objects.get(key) ?? '');
      return { path, release: async () => rmSync(folder, { recursive: true }) };
    },
    locate: (key) => key,
    read: async (key) => objects.get(key)?.toString() ?? null,
    write: async (key, body) => void objects.set(key, body),
    store: async (path, key) => void objects.set(key, readFileSync(path)),
    remove: async (key) => void objects.delete(key),
  };
}

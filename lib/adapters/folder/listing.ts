import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, WorkspaceObject } from '../../pipeline/ports.ts';
import { byUtf8 } from '../../utf8-order.ts';
import { fileObject, isAbsent } from './file-object.ts';

/** Files whose ends are read at once. */
const AT_ONCE = 32;

/**
 * What lies directly under a folder of `root` and begins with `prefix`, in order.
 *
 * Hidden entries are none, nor are links to folders, nor what is neither file nor folder.
 */
export async function* listLevel(
  root: string,
  folder: string,
  prefix = folder,
): AsyncGenerator<Entry> {
  const keys = (await read(join(root, folder)))
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((key) => key.startsWith(prefix))
    .sort(byUtf8);
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    const entries = await Promise.all(
      keys
        .slice(i, i + AT_ONCE)
        .map((key) => (key.endsWith('/') ? { folder: key } : fileObject(root, key))),
    );
    for (const entry of entries) if (entry) yield entry;
  }
}

/** Every object of `root` under a prefix, in order; one folder at a time is read. */
export async function* walkFiles(root: string, prefix: string): AsyncGenerator<WorkspaceObject> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  for await (const entry of listLevel(root, folder, prefix)) {
    if ('folder' in entry) yield* walkFiles(root, entry.folder);
    else yield entry;
  }
}

async function read(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

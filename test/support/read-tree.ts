import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file below `folders` of a root, by path, as base64. */
export async function readTree(
  root: string,
  folders: readonly string[],
): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), {
      recursive: true,
      withFileTypes: true,
    }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      tree[path.slice(root.length + 1)] = (await readFile(path)).toString('base64');
    }
  }
  return tree;
}

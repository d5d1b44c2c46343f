import { cp, link, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BENCH_FOLDER } from '../data-set.ts';

/** Has a copy of a prepared workspace while `use` runs. Its inputs are links: they cost neither time nor room. */
export async function withWorkspace<T>(
  prepared: string,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(BENCH_FOLDER, 'workspace-'));
  try {
    await cp(join(prepared, 'baselines'), join(root, 'baselines'), { recursive: true });
    for (const kind of ['predictions', 'labels']) await linkFolder(prepared, root, kind);
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function linkFolder(from: string, to: string, folder: string): Promise<void> {
  const filter = async (source: string, target: string) => {
    if ((await stat(source)).isDirectory()) return true;
    await link(source, target);
    return false;
  };
  try {
    await cp(join(from, folder), join(to, folder), { recursive: true, filter });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Bytes of the files below each folder of `root`, by its name. */
export async function bytesByFolder(root: string): Promise<Record<string, number>> {
  const bytes: Record<string, number> = {};
  for (const folder of (await readdir(root)).filter((name) => !name.startsWith('.'))) {
    const files = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    const sizes = files
      .filter((file) => file.isFile())
      .map(async (file) => (await stat(join(file.parentPath, file.name))).size);
    bytes[folder] = (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
  }
  return bytes;
}

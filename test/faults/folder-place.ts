import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import type { Place } from './place.ts';
import { Published } from './published.ts';

/** A folder of this machine. */
export async function folderPlace(): Promise<Place> {
  const published = new Published();
  const parent = await mkdtemp(join(tmpdir(), 'driftwatch-faults-'));
  const root = join(parent, 'workspace');
  await mkdir(root);
  let copies = 0;
  return {
    published,
    open: async () => {
      const ports = await openFolder(root, { threads: 1 });
      return { ...ports, outlets: published.over(ports.outlets) };
    },
    drop: async (drops) => {
      for (const { key, body, modified } of drops) {
        const path = join(root, key);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, body);
        await utimes(path, new Date(modified), new Date(modified));
      }
    },
    save: async () => {
      const copy = join(parent, `copy-${copies++}`);
      await cp(root, copy, { recursive: true, preserveTimestamps: true });
      const values = published.save();
      return {
        restore: async () => {
          await rm(root, { recursive: true, force: true });
          await cp(copy, root, { recursive: true, preserveTimestamps: true });
          values.restore();
        },
      };
    },
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}

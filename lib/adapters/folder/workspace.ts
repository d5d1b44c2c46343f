import { createHash, randomUUID } from 'node:crypto';
import {
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { LocalFile, Workspace, WorkspaceObject } from '../../pipeline/ports.ts';

/** How much of either end of a file goes into its etag, beside its size. */
const SAMPLED_BYTES = 1024 * 1024;

/** A workspace in a folder. Hidden files and half-written ones are no objects. */
export class FolderWorkspace implements Workspace {
  private readonly root: string;

  constructor(root: string) {
    this.root = resolve(root);
  }

  async list(prefix: string): Promise<WorkspaceObject[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const keys = (await this.walk(folder)).filter((key) => key.startsWith(prefix)).sort(byCodeUnit);
    return Promise.all(
      keys.map(async (key) => {
        const { size, mtime } = await stat(this.path(key));
        return { key, size, etag: await this.etag(key, size), modified: mtime.toISOString() };
      }),
    );
  }

  async read(key: string): Promise<string | null> {
    try {
      return await readFile(this.path(key), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async write(key: string, body: string): Promise<void> {
    await this.replace(key, (path) => writeFile(path, body));
  }

  async store(path: string, key: string): Promise<void> {
    await this.replace(key, (target) => copyFile(path, target));
  }

  async open(key: string): Promise<LocalFile> {
    return { path: this.path(key), release: async () => {} };
  }

  locate(key: string): string {
    return this.path(key);
  }

  private path(key: string): string {
    return join(this.root, key);
  }

  /** Writes beside the target and renames, so that a crash leaves the old file or the new one. */
  private async replace(key: string, fill: (path: string) => Promise<void>): Promise<void> {
    const target = this.path(key);
    await mkdir(dirname(target), { recursive: true });
    const half = join(dirname(target), `.${randomUUID()}.part`);
    try {
      await fill(half);
      await rename(half, target);
    } finally {
      await rm(half, { force: true });
    }
  }

  private async walk(folder: string): Promise<string[]> {
    let entries: import('node:fs').Dirent[];
    try {
      entries = await readdir(this.path(folder), { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const visible = entries.filter(({ name }) => !name.startsWith('.'));
    const keys = await Promise.all(
      visible.map((entry) =>
        entry.isDirectory() ? this.walk(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
      ),
    );
    return keys.flat();
  }

  /** Follows from the content, so that a file that is copied or touched stays the same input. */
  private async etag(key: string, size: number): Promise<string> {
    const hash = createHash('md5').update(String(size));
    const file = await open(this.path(key));
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
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

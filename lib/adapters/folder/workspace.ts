import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type {
  ByteRange,
  Entry,
  LocalFile,
  Workspace,
  WorkspaceObject,
} from '../../pipeline/ports.ts';
import { localCopy } from '../local-copy.ts';
import { fileObject, isAbsent } from './file-object.ts';
import { listLevel, walkFiles } from './listing.ts';

/** A workspace in a folder. Hidden files and half-written ones are no objects. */
export class FolderWorkspace implements Workspace {
  /** Files keep their time when they are copied or moved. */
  readonly datesArrival = false;
  private readonly root: string;

  constructor(
    root: string,
    /** A folder of this machine that parts of objects are copied to. */
    private readonly scratch: string,
  ) {
    this.root = resolve(root);
  }

  level(folder: string): AsyncIterable<Entry> {
    return listLevel(this.root, folder);
  }

  walk(prefix: string): AsyncIterable<WorkspaceObject> {
    return walkFiles(this.root, prefix);
  }

  async list(prefix: string): Promise<WorkspaceObject[]> {
    const objects: WorkspaceObject[] = [];
    for await (const object of this.walk(prefix)) objects.push(object);
    return objects;
  }

  async read(key: string): Promise<string | null> {
    try {
      return await readFile(this.path(key), 'utf8');
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  async write(key: string, body: string): Promise<void> {
    await this.replace(key, (path) => writeFile(path, body));
  }

  async store(path: string, key: string): Promise<void> {
    await this.replace(key, (target) => copyFile(path, target));
  }

  async remove(key: string): Promise<void> {
    await unlink(this.path(key)).catch((error) => {
      if (!isAbsent(error)) throw error;
    });
  }

  /** The whole object is the file itself, which may change while it is read. */
  async open(key: string, etag: string | null, range?: ByteRange): Promise<LocalFile | null> {
    const object = await fileObject(this.root, key);
    if (object === null || (etag !== null && object.etag !== etag)) return null;
    const path = this.path(key);
    if (range === undefined) return { path, release: async () => {} };
    const to = Math.min(range.to, object.size);
    const size = Math.max(0, to - range.from);
    return localCopy({ key, location: path, scratch: this.scratch }, async () => ({
      stream:
        size === 0 ? Readable.from([]) : createReadStream(path, { start: range.from, end: to - 1 }),
      size,
    }));
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
}

import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LocalFile } from '../pipeline/ports.ts';

export interface Bytes {
  readonly stream: Readable;
  readonly size: number;
}

export interface CopyOptions {
  readonly key: string;
  /** What a person knows the object by. */
  readonly location: string;
  /** A folder of this machine that copies go to, each in one of its own. */
  readonly scratch: string;
}

/** Copies what `open` gives to this machine, null where that is null. @throws where the disk has no room for it. */
export async function localCopy(
  { key, location, scratch }: CopyOptions,
  open: () => Promise<Bytes | null>,
): Promise<LocalFile | null> {
  const { bavail, bsize } = await statfs(scratch);
  const folder = await mkdtemp(join(scratch, 'object-'));
  const release = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, fileName(key));
  try {
    const bytes = await open();
    if (bytes === null) {
      await release();
      return null;
    }
    if (bytes.size > bavail * bsize) {
      bytes.stream.destroy();
      throw new Error(
        `${location} has ${megabytes(bytes.size)} and ${scratch} only ${megabytes(bavail * bsize)} free: ` +
          'drop smaller objects, or raise the ephemeral storage of the functions',
      );
    }
    await pipeline(bytes.stream, createWriteStream(path));
  } catch (error) {
    await release();
    throw error;
  }
  return { path, release };
}

/** Ends as the key does, since a suffix tells the format; a key may be longer than a file's name. */
function fileName(key: string): string {
  return `object-${(key.split('/').at(-1) ?? '').replaceAll(/[^\w.-]/g, '_').slice(-100)}`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

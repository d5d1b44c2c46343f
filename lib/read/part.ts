import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ByteRange,
  LocalFile,
  ObjectStore,
  Ports,
  WorkspaceObject,
} from '../pipeline/ports.ts';
import { type Format, formatOf } from './format.ts';
import { writeLines } from './line-part.ts';
import { writeRowGroups } from './parquet-part.ts';
import type { RowRange } from './scan.ts';
import { Unreadable } from './unreadable.ts';

/** A part of an object on this machine, as `InputFile` has it. */
export interface OpenedPart {
  readonly file: LocalFile;
  readonly part: ByteRange;
  readonly rows?: RowRange;
  /** Why the object has no parts; told of its first one, while the others hold nothing. */
  readonly unreadable?: Unreadable;
}

/** What is read of a part, to be written at `path`. */
export interface PartSource {
  readonly object: Pick<WorkspaceObject, 'key' | 'etag' | 'size'>;
  readonly part: ByteRange;
  readonly path: string;
  /** Bytes of the object on this machine while `use` runs. @throws Gone */
  bytes<T>(range: ByteRange, use: (path: string) => Promise<T>): Promise<T>;
}

/** The object is there no longer, or with another content. */
class Gone extends Error {
  override readonly name = 'Gone';
}

/** Whether an object can be read in parts: what is compressed can't, nor CSV, whose values may hold line ends. */
export function splittable(key: string, stated?: Format): boolean {
  const found = formatOf(key, stated);
  return found !== null && found.compression === 'none' && found.format !== 'csv';
}

/**
 * What a range of an object's bytes owns: the lines or the row groups that begin in it, so that parts that cover an
 * object hold all of it once. A part may own nothing. Null where the object is gone or has changed.
 *
 * JSON without line ends has no parts: the first of them holds the whole.
 */
export async function openPart(
  store: ObjectStore,
  object: PartSource['object'],
  part: ByteRange,
  format: 'jsonl' | 'parquet',
  ports: Pick<Ports, 'openEngine' | 'scratch'>,
): Promise<OpenedPart | null> {
  const path = join(ports.scratch, `${randomUUID()}.part`);
  const file: LocalFile = { path, release: () => rm(path, { force: true }) };
  const bytes: PartSource['bytes'] = async (range, use) => {
    const opened = await store.open(object.key, object.etag, range);
    if (!opened) throw new Gone();
    try {
      return await use(opened.path);
    } finally {
      await opened.release();
    }
  };
  const source: PartSource = { object, part, path, bytes };
  try {
    if (format === 'jsonl') {
      await writeLines(source);
      return { file, part };
    }
    return { file, part, rows: await writeRowGroups(source, ports) };
  } catch (error) {
    await file.release();
    if (error instanceof Gone) return null;
    if (!(error instanceof Unreadable)) throw error;
    await writeFile(path, '');
    return { file, part, ...(part.from === 0 && { unreadable: error }) };
  }
}

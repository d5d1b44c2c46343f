import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Engine } from '../pipeline/ports.ts';
import { sql } from '../sql/sql.ts';
import { makeBlanked } from './blanked.ts';
import { LineCopier, type LongLine } from './line-copier.ts';
import { LINE_BYTES, LINE_SEPARATOR } from './scan.ts';

const [LINE_FEED, RETURN] = [0x0a, 0x0d];
const PIECE_BYTES = 1024 * 1024;

/**
 * A file whose lines end alike, at line feeds alone, and are not too long: the file itself, or where it is not so a copy.
 *
 * The engine takes the first line end for that of all, and a carriage return for one wherever it stands. Of lines that are
 * too long it forgets some. In the copy they are blank, so that every other line keeps its number, and in the table `blanked`.
 */
export async function plainLines(
  engine: Engine,
  path: string,
  scratch: string,
): Promise<{ path: string; long: readonly LongLine[] }> {
  if (await isPlain(path)) return { path, long: [] };
  const copy = join(scratch, `${randomUUID()}.lines`);
  const copier = new LineCopier();
  await pipeline(
    createReadStream(path, { highWaterMark: PIECE_BYTES }),
    copier.transform(),
    createWriteStream(copy),
  );
  await makeBlanked(engine);
  for (const { line, text } of copier.long)
    await engine.run(
      sql`INSERT INTO blanked VALUES (${copy}, ${line}, 'longer than 16 MB', ${text})`,
    );
  return { path: copy, long: copier.long };
}

/** Whether a line of a file is too long. */
export async function hasLongLine(path: string): Promise<boolean> {
  if ((await stat(path)).size < LINE_BYTES) return false;
  let length = 0;
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    const bytes = piece as Buffer;
    const end = bytes.indexOf(LINE_FEED);
    if (length + (end < 0 ? bytes.length : end) >= LINE_BYTES) return true;
    length = end < 0 ? length + bytes.length : bytes.length - 1 - bytes.lastIndexOf(LINE_FEED);
  }
  return false;
}

async function isPlain(path: string): Promise<boolean> {
  let kind: 'lf' | 'crlf' | null = null;
  let previous = 0;
  let length = 0;
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    for (const byte of piece as Buffer) {
      length += 1;
      if (byte === LINE_FEED) {
        const found = previous === RETURN ? 'crlf' : 'lf';
        if ((kind !== null && kind !== found) || length > LINE_BYTES) return false;
        kind = found;
        length = 0;
      } else if (previous === RETURN || byte === LINE_SEPARATOR) return false;
      previous = byte;
    }
  }
  return previous !== RETURN && length < LINE_BYTES;
}

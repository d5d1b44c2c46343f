import { createWriteStream } from 'node:fs';
import { type Transform, Writable } from 'node:stream';
import { decompress } from './decompress.ts';
import type { Compression } from './format.ts';
import { Unreadable } from './unreadable.ts';

const HEAD_BYTES = 1_000_000;
const HEAD_PIECE_BYTES = 64 * 1024;
/** In smaller pieces a whole file takes three times as long; in larger ones many files at once take much memory. */
const PIECE_BYTES = 256 * 1024;

/**
 * Writes the decompressed bytes of a file, `through` whatever else, to `target`. @throws Unreadable where it is damaged, cut off or holds nothing.
 *
 * DuckDB takes the readable part of a truncated gzip or zstd file for the whole, and decompresses anew with every scan.
 */
export async function unpack(
  path: string,
  compression: Compression,
  target: string,
  through: readonly Transform[] = [],
): Promise<void> {
  const file = createWriteStream(target);
  await decompress(path, compression, PIECE_BYTES, [...through, file]);
  if (file.bytesWritten === 0) throw new Unreadable('empty object');
}

/** The first record of a text file, without its line end and byte-order mark. @throws Unreadable for what is no text. */
export async function firstRecord(path: string, compression: Compression): Promise<string> {
  const bytes = await head(path, compression, HEAD_BYTES, (chunk) => chunk.includes(0x0a));
  refuseBinary(bytes);
  return upToLineEnd(bytes.toString('utf8').replace(/^\uFEFF/, ''));
}

/** The first decompressed bytes of a file: about `limit` of them, or those up to the piece that is `enough`. */
export async function head(
  path: string,
  compression: Compression,
  limit: number,
  enough: (piece: Uint8Array) => boolean = () => false,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const stop = new AbortController();
  const sink = new Writable({
    write(piece: Uint8Array, _encoding, done) {
      if (stop.signal.aborted) return done();
      pieces.push(piece);
      size += piece.length;
      if (enough(piece) || size >= limit) stop.abort();
      done();
    },
  });
  await decompress(path, compression, HEAD_PIECE_BYTES, [sink], stop.signal);
  return Buffer.concat(pieces);
}

/** @throws Unreadable for what is no text */
export function refuseBinary(bytes: Uint8Array): void {
  if (bytes.includes(0)) throw new Unreadable('not a text file in UTF-8');
}

/** A line end within quotes belongs to a name. */
function upToLineEnd(text: string): string {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) return text.slice(0, i);
  }
  return text;
}

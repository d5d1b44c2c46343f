import { createReadStream, createWriteStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Compression } from './format.ts';
import { Unreadable } from './unreadable.ts';

const HEAD_BYTES = 1_000_000;
const HEAD_PIECE_BYTES = 64 * 1024;
/** In smaller pieces a whole file takes three times as long; in larger ones many files at once take much memory. */
const PIECE_BYTES = 256 * 1024;

/**
 * Writes the decompressed bytes of a file to `target`. @throws Unreadable where it is damaged, cut off or holds nothing.
 *
 * DuckDB takes the readable part of a truncated gzip or zstd file for the whole, and decompresses anew with every scan.
 */
export async function unpack(
  path: string,
  compression: Compression,
  target: string,
): Promise<void> {
  const file = createWriteStream(target);
  await decompress(path, compression, PIECE_BYTES, file);
  if (file.bytesWritten === 0) throw new Unreadable('empty object');
}

/** The first record of a text file, without its line end and byte-order mark. @throws Unreadable for what is no text. */
export async function firstRecord(path: string, compression: Compression): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stop = new AbortController();
  const head = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (stop.signal.aborted) return done();
      chunks.push(chunk);
      size += chunk.length;
      if (chunk.includes(0x0a) || size >= HEAD_BYTES) stop.abort();
      done();
    },
  });
  await decompress(path, compression, HEAD_PIECE_BYTES, head, stop.signal);
  const bytes = Buffer.concat(chunks);
  if (bytes.includes(0)) throw new Unreadable('not a text file in UTF-8');
  return upToLineEnd(bytes.toString('utf8').replace(/^\uFEFF/, ''));
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

/** Streams the decompressed bytes to `sink`, to their end or until `stop`. */
async function decompress(
  path: string,
  compression: Compression,
  pieceBytes: number,
  sink: Writable,
  stop?: AbortSignal,
): Promise<void> {
  const source = createReadStream(path, { highWaterMark: pieceBytes });
  const stages = [source, ...DECODERS[compression](pieceBytes), sink];
  try {
    await pipeline(stages, stop ? { signal: stop } : {});
  } catch (error) {
    if (stop?.aborted) return;
    const { syscall, message } = error as NodeJS.ErrnoException;
    // What the system says of reading and writing files is not the file's fault.
    if (syscall !== undefined) throw error;
    throw new Unreadable(`damaged or truncated ${compression}`, message);
  }
}

const DECODERS: Readonly<Record<Compression, (pieceBytes: number) => Transform[]>> = {
  none: () => [],
  gzip: (pieceBytes) => [createGunzip({ chunkSize: pieceBytes })],
  zstd: () => [unzstd()],
};

function unzstd(): Transform {
  const decoder = new Decompress((chunk) => transform.push(Buffer.from(chunk)));
  const attempt = (work: () => void, done: (error?: Error) => void) => {
    try {
      work();
      done();
    } catch (error) {
      done(error as Error);
    }
  };
  const transform = new Transform({
    transform: (chunk: Uint8Array, _encoding, done) =>
      attempt(() => decoder.push(new Uint8Array(chunk)), done),
    flush: (done) => attempt(() => decoder.push(new Uint8Array(0), true), done),
  });
  return transform;
}

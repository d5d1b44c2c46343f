import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Compression } from './format.ts';
import { Unreadable } from './unreadable.ts';

const HEAD_BYTES = 1_000_000;

/**
 * Reads a compressed file to its end. @throws Unreadable where it is damaged, cut off or holds nothing.
 *
 * DuckDB takes the readable part of a truncated gzip or zstd file for the whole.
 */
export async function verifyCompression(path: string, compression: Compression): Promise<void> {
  if (compression === 'none') return;
  let size = 0;
  await decompress(path, compression, (chunk) => {
    size += chunk.length;
    return true;
  });
  if (size === 0) throw new Unreadable('empty object');
}

/** The first record of a text file, without its line end and byte-order mark. @throws Unreadable for what is no text. */
export async function firstRecord(path: string, compression: Compression): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await decompress(path, compression, (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    return !chunk.includes(0x0a) && size < HEAD_BYTES;
  });
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

/** Streams the decompressed bytes to `take` until it returns false. */
async function decompress(
  path: string,
  compression: Compression,
  take: (chunk: Uint8Array) => boolean,
): Promise<void> {
  const stop = new AbortController();
  const deliver = (chunk: Uint8Array) => {
    if (!stop.signal.aborted && !take(chunk)) stop.abort();
  };
  const sink = compression === 'zstd' ? zstdSink(deliver) : bytesSink(deliver);
  const stages = compression === 'gzip' ? [createGunzip(), sink] : [sink];
  try {
    await pipeline([createReadStream(path), ...stages], { signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) return;
    const { syscall, message } = error as NodeJS.ErrnoException;
    // What the system says of reading the file is not the file's fault.
    if (syscall !== undefined) throw error;
    throw new Unreadable(`damaged or truncated ${compression}`, message);
  }
}

function bytesSink(deliver: (chunk: Uint8Array) => void): Writable {
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      deliver(chunk);
      done();
    },
  });
}

function zstdSink(deliver: (chunk: Uint8Array) => void): Writable {
  const decoder = new Decompress((chunk) => deliver(chunk));
  const attempt = (work: () => void, done: (error?: Error) => void) => {
    try {
      work();
      done();
    } catch (error) {
      done(error as Error);
    }
  };
  return new Writable({
    write: (chunk: Uint8Array, _encoding, done) =>
      attempt(() => decoder.push(new Uint8Array(chunk)), done),
    final: (done) => attempt(() => decoder.push(new Uint8Array(0), true), done),
  });
}

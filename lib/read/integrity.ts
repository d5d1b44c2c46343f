import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Compression } from './format.ts';

/**
 * Reads a compressed file to its end and throws where it is damaged or cut off.
 *
 * DuckDB takes the readable part of a truncated gzip or zstd file for the whole.
 */
export async function verifyCompression(path: string, compression: Compression): Promise<void> {
  if (compression !== 'none') await decompress(path, compression, () => true);
}

/** The first line of a text file, without its line end and byte-order mark. */
export async function firstLine(path: string, compression: Compression): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await decompress(path, compression, (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    return !chunk.includes(0x0a) && size < 1_000_000;
  });
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  return text.split(/\r?\n|\r/, 1)[0] ?? '';
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
    if (!stop.signal.aborted) throw error;
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

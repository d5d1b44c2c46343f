import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Compression } from './format.ts';
import { Unreadable } from './unreadable.ts';

const MEGABYTE = 1024 * 1024;
/** What an object may unpack to: `bytes`, and beyond the `free` ones no more than `ratio` times its size. Logs come to 30. */
const UNPACKED = { bytes: 8192 * MEGABYTE, free: 64 * MEGABYTE, ratio: 500 };
/** The decoder keeps this much in memory; what is packed with more is no log. */
const WINDOW_BYTES = 128 * MEGABYTE;

/**
 * Streams the decompressed bytes of a file through `stages`, to their end or until `stop`.
 *
 * @throws Unreadable where the file is damaged, cut off, or unpacks to more than it may.
 */
export async function decompress(
  path: string,
  compression: Compression,
  pieceBytes: number,
  stages: readonly (Transform | Writable)[],
  stop?: AbortSignal,
): Promise<void> {
  const source = createReadStream(path, { highWaterMark: pieceBytes });
  const decoders = compression === 'none' ? [] : [DECODERS[compression](pieceBytes)];
  const guards = compression === 'none' ? [] : [guard((await stat(path)).size)];
  try {
    await pipeline(
      [source, ...decoders, ...guards, ...(stages as Transform[])],
      stop ? { signal: stop } : {},
    );
  } catch (error) {
    if (stop?.aborted) return;
    if (error instanceof Unreadable) throw error;
    const { syscall, message } = error as NodeJS.ErrnoException;
    // What the system says of reading and writing files is not the file's fault.
    if (syscall !== undefined) throw error;
    throw new Unreadable(`damaged or truncated ${compression}`, message);
  }
}

function guard(size: number): Transform {
  const allowed = Math.min(UNPACKED.bytes, Math.max(UNPACKED.free, size * UNPACKED.ratio));
  let unpacked = 0;
  return new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      unpacked += chunk.length;
      if (unpacked <= allowed) return done(null, chunk);
      const detail = `${size} bytes unpack to more than ${allowed}`;
      done(new Unreadable('unpacks to more than an object may', detail));
    },
  });
}

const DECODERS: Readonly<Record<'gzip' | 'zstd', (pieceBytes: number) => Transform>> = {
  gzip: (pieceBytes) => createGunzip({ chunkSize: pieceBytes }),
  zstd: () => unzstd(),
};

function unzstd(): Transform {
  const decoder = new Decompress((chunk) => transform.push(Buffer.from(chunk)));
  let begun = false;
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
      attempt(() => {
        if (!begun && windowBytes(chunk) > WINDOW_BYTES) throw new Error('window size too large');
        begun = true;
        decoder.push(new Uint8Array(chunk));
      }, done),
    flush: (done) => attempt(() => decoder.push(new Uint8Array(0), true), done),
  });
  return transform;
}

/** What the header of a frame asks to be kept in memory (RFC 8878, 3.1.1.1.2), where that is not its whole content. */
function windowBytes(frame: Uint8Array): number {
  const [descriptor = 0, window = 0] = frame.subarray(4);
  const singleSegment = (descriptor & 0x20) !== 0;
  return singleSegment ? 0 : 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
}

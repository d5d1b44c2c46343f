import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csv, HEADER, json, text, written } from './dropped.ts';
import { total } from './fuzzed.ts';
import type { ReadFile } from './read-files.ts';

const ALONE = fileURLToPath(new URL('read-alone.ts', import.meta.url));
const LARGE = { columns: 10_000, lineMegabytes: 100, unpackedMegabytes: 200, rows: 200_000 };
const ENGINE_MEGABYTES = 300;
/** What a worker may take beside its engine's memory, the code that tests are run by included. */
const BESIDE_MEGABYTES = 400;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Pieces = Iterable<string | Uint8Array>;

/** What a process of its own makes of files, which come in pieces. @throws where it took more memory than it may */
async function readAlone(files: Readonly<Record<string, Pieces>>): Promise<readonly ReadFile[]> {
  const paths: string[] = [];
  for (const [name, pieces] of Object.entries(files)) {
    const path = join(folder, name);
    const packed = name.endsWith('.gz') ? [createGzip()] : [];
    await pipeline([Readable.from(pieces), ...packed, createWriteStream(path)]);
    paths.push(path);
  }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', ALONE, String(ENGINE_MEGABYTES), ...paths],
    { maxBuffer: 2 ** 26 },
  );
  const read = JSON.parse(stdout) as { files: ReadFile[]; peakMegabytes: number };
  expect(read.peakMegabytes).toBeLessThan(ENGINE_MEGABYTES + BESIDE_MEGABYTES);
  return read.files;
}

function* repeated(piece: string | Uint8Array, times: number): Pieces {
  for (let i = 0; i < times; i++) yield piece;
}

/** `around`, and in the place of its mark many megabytes. */
function* long(...around: readonly string[]): Pieces {
  const [before, after] = text(...around).split('<long>');
  yield before ?? '';
  yield* repeated('x'.repeat(1_000_000), LARGE.lineMegabytes);
  yield after ?? '';
}

describe.runIf(process.env.FAULTS === 'all')(
  'what is very large is measured or rejected within memory',
  () => {
    test('very many columns', async () => {
      const wide = Object.fromEntries(
        Array.from({ length: LARGE.columns }, (_, i) => [`f${i}`, i / 7]),
      );
      const header = [HEADER, ...Object.keys(wide)].join();
      const row = (i: number) => [csv(i), ...Object.values(wide)].join();
      const picked = Object.keys(wide).map((name, i) => `${i} AS ${name}`);
      const parquet = await written(
        `SELECT 'p' AS id, '2026-03-02' AS at, 1 AS pred, 0.5 AS score, 1 AS n, 'a' AS c, ${picked}`,
      );
      const lines = Array.from({ length: 20 }, (_, i) => json(i, wide));
      const files = await readAlone({
        'a.jsonl': [text(...lines)],
        'b.csv': [text(header, row(1), row(2), `${row(3)},1`)],
        'c.parquet': [parquet],
      });
      expect(files.map((file) => [file.measured, total(file)])).toEqual([
        [20, 20],
        [2, 3],
        [1, 1],
      ]);
    });

    test('a line longer than a record may be', async () => {
      const line = json(2, { c: '<long>' });
      const files = await readAlone({
        'a.jsonl': long(json(1), line, json(3)),
        'b.jsonl': long(json(1) + line + json(3)),
        'c.csv': long(HEADER, csv(1), csv(2, { c: '<long>' }), csv(3)),
      });
      for (const file of files) expect([file.measured, total(file)]).toEqual([2, 3]);
      expect(files[0]?.rejected).toEqual({ 'not jsonl: longer than 16 MB': 1 });
    });

    test('what unpacks to a thousand times its size', async () => {
      const files = await readAlone({
        'a.csv.gz': [
          text(HEADER, csv(1)),
          ...repeated(Buffer.alloc(1_000_000), LARGE.unpackedMegabytes),
        ],
        'b.jsonl.gz': repeated(
          text(json(1, { c: 'a'.repeat(1_000_000) })),
          LARGE.unpackedMegabytes,
        ),
      });
      for (const { rejected } of files)
        expect(rejected).toEqual({ 'unpacks to more than an object may': 1 });
    });

    test('a quote that opens at the beginning and never closes', async () => {
      const [file] = await readAlone({
        'a.csv': [text(HEADER, csv(1, { c: '"a' })), ...repeated(text(csv(2)), LARGE.rows)],
      });
      expect([file?.measured, file && total(file)]).toEqual([LARGE.rows, LARGE.rows + 1]);
    });
  },
);

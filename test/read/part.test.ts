import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { type InputFile, load } from '../../lib/read/load.ts';
import { type OpenedPart, openPart, splittable } from '../../lib/read/part.ts';
import { collectRejects } from '../../lib/read/rejects.ts';
import { raw } from '../../lib/sql/sql.ts';
import { json, text, written } from './dropped.ts';
import { type FileStore, fileStore } from './file-store.ts';

let scratch: string;
let store: FileStore;
const openEngine = () => openDuckDb({ threads: 1, memoryMegabytes: 300, spillFolder: scratch });

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  store = fileStore(scratch);
});
afterAll(() => rm(scratch, { recursive: true }));

/** The parts of a file that is cut before these bytes. */
async function partsOf(
  content: string | Uint8Array,
  cuts: readonly number[],
  format: 'jsonl' | 'parquet' = 'jsonl',
): Promise<OpenedPart[]> {
  const key = join(scratch, `whole.${format}`);
  await writeFile(key, content);
  const { size } = await stat(key);
  const edges = [0, ...[...cuts].sort((a, b) => a - b), size];
  const parts = edges.slice(1).map((to, i) => ({ from: edges[i] ?? 0, to }));
  const opened: OpenedPart[] = [];
  for (const part of parts) {
    const one = await openPart(store, { key, etag: 'e', size }, part, format, {
      openEngine,
      scratch,
    });
    if (one) opened.push(one);
  }
  expect(opened).toHaveLength(parts.length);
  return opened;
}

async function textsOf(parts: readonly OpenedPart[]): Promise<string[]> {
  const texts = await Promise.all(parts.map(({ file }) => readFile(file.path, 'utf8')));
  await Promise.all(parts.map(({ file }) => file.release()));
  return texts;
}

/** Rows and rejects of files through the reader. */
async function read(files: readonly InputFile[], careful = true) {
  const engine = await openEngine();
  try {
    const options = {
      shape: { task: 'binary', names: { id: 'id', timestamp: 'at' }, columns: [], segments: [] },
      delimiter: ',',
      rejection: raw(`CASE WHEN event_time IS NULL THEN 'no time' END`),
      careful,
      scratch,
    } as const;
    const { rejected, readable } = await load(engine, files, options);
    await collectRejects(engine, readable, rejected, [], null, options);
    const ids = await engine.rows(raw('SELECT id FROM loaded WHERE reason IS NULL ORDER BY id'));
    const rejects = await engine.rows(
      raw('SELECT line, reason, text FROM rejects ORDER BY line, reason'),
    );
    return {
      ids: ids.map(({ id }) => id),
      rejects: rejects.map(({ line, reason }) => [line === null ? null : Number(line), reason]),
    };
  } finally {
    engine.close();
  }
}

const inputs = (parts: readonly OpenedPart[], key: string): InputFile[] =>
  parts.map((part) => ({ key, size: 1, ...part }));

test('what is compressed, and CSV, is not cut', () => {
  expect(
    ['a.jsonl', 'a.json', 'a.parquet', 'a.csv', 'a.jsonl.gz', 'a.parquet.zst', 'a'].filter((key) =>
      splittable(key),
    ),
  ).toEqual(['a.jsonl', 'a.json', 'a.parquet']);
  expect(splittable('a', 'jsonl')).toBe(true);
});

describe('parts of JSON lines', () => {
  test('every line is in the part in which it begins, wherever the file is cut', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\r'), maxLength: 12 });
    const lines = fc.array(line, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (all, end, closed) => {
          const whole = all.join(end) + (closed ? end : '');
          const bytes = Buffer.from(whole);
          for (let cut = 0; cut <= bytes.length; cut++) {
            const [one = '', other = ''] = await textsOf(await partsOf(bytes, [cut]));
            expect(one + other).toBe(whole);
            const begun = bytes.indexOf('\n', Math.max(0, cut - 1)) + 1;
            const own = cut === 0 ? 0 : begun === 0 ? bytes.length : begun;
            expect(Buffer.byteLength(one)).toBe(own);
          }
        },
      ),
      { numRuns: 6 },
    );
  });

  test('many parts, most of which lie within one line', async () => {
    const whole = text(json(1), 'x'.repeat(3_000_000), json(2), json(3));
    const cuts = Array.from({ length: 20 }, (_, i) => i * 155_000 + 50);
    const texts = await textsOf(await partsOf(whole, cuts));
    expect(texts.join('')).toBe(whole);
    expect(texts.filter((part) => part !== '')).toHaveLength(3);
  });

  test('a line that is longer than any record is cut', async () => {
    const whole = text(json(1), 'x'.repeat(40_000_000), json(2));
    const [one = '', other = '', last = ''] = await textsOf(
      await partsOf(whole, [200, 30_000_000]),
    );
    expect(one.length).toBeLessThan(20_000_000);
    expect([other, last]).toEqual(['', text(json(2))]);
  });

  test('rows and rejects are those of the whole, and a part that holds nothing is not missed', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => (i % 10 === 3 ? 'oops' : json(i)));
    const whole = text(...lines);
    const parts = await partsOf(whole, [400, 405, 1000, 1001, 4000]);
    const found = await read(inputs(parts, 'a.jsonl'));
    expect(found.ids).toHaveLength(45);
    expect(new Set(found.ids).size).toBe(45);
    expect(found.rejects).toEqual(
      [
        [4, 'not a JSON object'],
        ...Array.from({ length: 4 }, () => [null, 'not a JSON object']),
      ].sort((a, b) => Number(a[0] === null) - Number(b[0] === null)),
    );
    await textsOf(parts);
  });

  test('objects without line ends are all of the first part', async () => {
    const whole = [json(1), json(2), json(3)].join('');
    const parts = await partsOf(whole, [20, 120]);
    expect((await read(inputs(parts, 'a.jsonl'))).ids).toEqual(['p1', 'p2', 'p3']);
    expect(await textsOf(parts)).toEqual([whole, '', '']);
  });

  test('an object that is gone, or another one by now, has no parts', async () => {
    const part = { from: 0, to: 5 };
    const ports = { openEngine, scratch };
    const key = join(scratch, 'gone.jsonl');
    expect(await openPart(store, { key, etag: 'e', size: 9 }, part, 'jsonl', ports)).toBe(null);
    await writeFile(key, text(json(1)));
    expect(await openPart(store, { key, etag: 'f', size: 9 }, part, 'jsonl', ports)).toBe(null);
  });
});

describe('parts of Parquet files', () => {
  const rows = `SELECT concat('p', lpad(i::VARCHAR, 6, '0')) AS id, hash(i) AS h, repeat('x', (i % 100)::INTEGER) AS s,
    CASE WHEN i % 20000 = 7 THEN NULL ELSE TIMESTAMP '2026-03-02' END AS at FROM range(50000) t(i)`;

  test('every row group is in the part in which it begins, and only its bytes are fetched', async () => {
    const whole = await written(rows, 'FORMAT parquet, ROW_GROUP_SIZE 4096');
    const cuts = [2, 100_000, 100_001, 400_000];
    store.ranges.length = 0;
    const parts = await partsOf(whole, cuts, 'parquet');
    const fetched = store.ranges.reduce(
      (sum, { from, to }) => sum + Math.min(to, whole.length) - from,
      0,
    );
    const footers = 5 * Math.min(whole.length, 256 * 1024);
    expect(fetched).toBeLessThan(whole.length + footers + 5_000_000);
    expect(parts.reduce((sum, part) => sum + (part.rows?.count ?? 0), 0)).toBe(50_000);
    expect(parts.filter((part) => part.rows?.count === 0).length).toBeGreaterThan(0);
    for (const careful of [true, false]) {
      const found = await read(inputs(parts, 'a.parquet'), careful);
      expect(found.ids).toHaveLength(49_997);
      expect(new Set(found.ids).size).toBe(49_997);
      expect(found.rejects).toEqual([
        [8, 'no time'],
        [20_008, 'no time'],
        [40_008, 'no time'],
      ]);
    }
    for (const { file } of parts) await file.release();
  });

  test('at every cut of a small file', async () => {
    const whole = await written(
      `SELECT concat('p', i) AS id, DATE '2026-03-02' AS at FROM range(6000) t(i)`,
      'FORMAT parquet, ROW_GROUP_SIZE 2048',
    );
    for (let cut = 0; cut <= whole.length; cut += 997) {
      const parts = await partsOf(whole, [cut], 'parquet');
      const counts = parts.map((part) => part.rows?.count ?? 0);
      expect(counts.reduce((a, b) => a + b)).toBe(6000);
      for (const { file } of parts) await file.release();
    }
  });

  test('a footer that lies is told of once', async () => {
    const whole = await written(rows);
    const tail = (length: number) => {
      const copy = Buffer.from(whole);
      copy.writeUInt32LE(length, copy.length - 8);
      return copy;
    };
    for (const content of [
      tail(4_000_000_000),
      tail(whole.length),
      tail(20),
      whole.subarray(0, 1000),
      'PAR1',
    ]) {
      const parts = await partsOf(content, [1, 2], 'parquet');
      const { ids, rejects } = await read(inputs(parts, 'a.parquet'));
      expect(ids).toEqual([]);
      expect(rejects).toEqual([[null, 'not a readable Parquet file']]);
      for (const { file } of parts) await file.release();
    }
  });

  test('files with the same range of rows are read by one scan, each for itself', async () => {
    const paths = [join(scratch, 'one.parquet'), join(scratch, 'two.parquet')];
    for (const [i, path] of paths.entries())
      await writeFile(
        path,
        await written(
          `SELECT concat('${i}-', i) AS id, DATE '2026-03-02' AS at FROM range(10) t(i)`,
        ),
      );
    const files = paths.map((path) => ({
      key: path,
      size: 1,
      file: { path, release: async () => {} },
      rows: { first: 2, count: 3 },
    }));
    expect((await read(files, false)).ids).toEqual(['0-2', '0-3', '0-4', '1-2', '1-3', '1-4']);
  });
});

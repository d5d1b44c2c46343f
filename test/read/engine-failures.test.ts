import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { type InputFile, load } from '../../lib/read/load.ts';
import { raw, type Sql } from '../../lib/sql/sql.ts';
import { csv, HEADER, text, written } from './dropped.ts';

let scratch: string;
let engine: Engine;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  engine = await openDuckDb({ threads: 1, memoryMegabytes: 300, spillFolder: scratch });
});
afterAll(async () => {
  engine.close();
  await rm(scratch, { recursive: true });
});

async function input(name: string, content: string | Uint8Array): Promise<InputFile> {
  const path = join(scratch, name);
  await writeFile(path, content);
  return { key: name, size: 1, file: { path, release: async () => {} } };
}

/** Files through an engine of which every statement goes by way of `on`. */
function loadWith(
  files: readonly InputFile[],
  on: <T>(statement: Sql, work: () => Promise<T>) => Promise<T>,
  onFile?: (key: string | null) => Promise<void>,
) {
  const watched: Engine = {
    run: (statement) => on(statement, () => engine.run(statement)),
    rows: (query) => on(query, () => engine.rows(query)),
    close: () => {},
  };
  return load(watched, files, {
    shape: { task: 'binary', names: { id: 'id', timestamp: 'at' }, columns: [], segments: [] },
    delimiter: ',',
    rejection: raw('NULL'),
    careful: onFile !== undefined,
    scratch,
    ...(onFile && { onFile }),
  });
}

test('when reading fails, nothing is at work any more in the engine, which is closed then', async () => {
  const names = Array.from({ length: 8 }, (_, i) => `${i}.csv`);
  const files = await Promise.all(names.map((name) => input(name, text(HEADER, csv(1)))));
  let atWork = 0;
  let described = 0;
  const failing = loadWith(files, async (statement, work) => {
    if (!statement.text.includes('DESCRIBE')) return work();
    described += 1;
    if (described === 1) throw new Error('out of memory');
    atWork += 1;
    return work().finally(() => {
      atWork -= 1;
    });
  });
  await expect(failing).rejects.toThrow('out of memory');
  expect([described, atWork]).toEqual([8, 0]);
});

test('a file that the engine does not survive is the one at work, and no other', async () => {
  const parquet = await written(`SELECT 'p' AS id, '2026-03-02' AS at`);
  const files = [await input('a.parquet', parquet), await input('b.parquet', parquet)];
  let dead = false;
  let reading: string | null = null;
  const failing = loadWith(
    files,
    async (statement, work) => {
      if (dead) throw new Error('FATAL Error: Failed: database has been invalidated');
      if (!statement.text.includes('TABLE "part_')) return work();
      dead = true;
      throw new Error('INTERNAL Error: Information loss on integer cast: value 1');
    },
    async (key) => {
      reading = key;
    },
  );
  await expect(failing).rejects.toThrow('Information loss');
  expect(reading).toBe('a.parquet');
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuckDb } from '../../../lib/adapters/duckdb/engine.ts';
import { EngineError } from '../../../lib/errors.ts';
import type { Engine } from '../../../lib/pipeline/ports.ts';
import { raw, sql } from '../../../lib/sql/sql.ts';

let root: string;
let engine: Engine;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftwatch-engine-'));
  for (const folder of ['inside', 'inside-too', 'spill']) await mkdir(join(root, folder));
  for (const file of ['inside/a.csv', 'inside-too/b.csv', 'c.csv'])
    await writeFile(join(root, file), 'x\n1\n');
  engine = await openDuckDb({
    threads: 1,
    memoryMegabytes: 100,
    spillFolder: join(root, 'spill'),
    confinedTo: [join(root, 'inside')],
  });
});
afterAll(async () => {
  engine.close();
  await rm(root, { recursive: true, force: true });
});

const read = (path: string) => engine.rows(sql`SELECT x::INTEGER AS x FROM read_csv(${path})`);

describe('a confined engine', () => {
  test('reads and writes below its folders', async () => {
    expect(await read(join(root, 'inside/a.csv'))).toEqual([{ x: 1 }]);
    await engine.run(sql`COPY (SELECT 2 AS x) TO ${join(root, 'spill/d.csv')}`);
    expect(await read(join(root, 'spill/d.csv'))).toEqual([{ x: 2 }]);
  });

  test.each(['c.csv', 'inside/../c.csv', 'inside-too/b.csv'])('refuses %s', async (path) => {
    await expect(read(join(root, 'inside', '..', path))).rejects.toThrow(/permission|disabled/i);
    await expect(read(`${root}/${path}`)).rejects.toThrow(/permission|disabled/i);
  });

  test.each([
    `SELECT * FROM read_csv('https://example.com/x.csv')`,
    `SELECT * FROM read_text('/etc/hostname')`,
    `COPY (SELECT 1) TO '/tmp/driftwatch-must-not-be.csv'`,
    `ATTACH '/tmp/driftwatch-must-not-be.duckdb' AS other`,
    `INSTALL httpfs`,
    `LOAD '/tmp/driftwatch-must-not-be.duckdb_extension'`,
    `SET enable_external_access = true`,
    `SET lock_configuration = false`,
    `SET allowed_directories = ['/']`,
  ])('refuses %s', async (statement) => {
    await expect(engine.run(raw(statement))).rejects.toThrow();
  });
});

test.each(['run', 'rows'] as const)('%s keeps what the engine said of a statement', async (how) => {
  const failed = engine[how](raw("SELECT 'x'::INTEGER"));
  await expect(failed).rejects.toBeInstanceOf(EngineError);
  await expect(failed).rejects.toThrow(/^Conversion Error: /);
});

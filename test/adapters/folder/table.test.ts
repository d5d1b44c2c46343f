import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FileTable } from '../../../lib/adapters/folder/table.ts';
import { tableContract } from '../table.contract.ts';

const folder = await mkdtemp(join(tmpdir(), 'driftwatch-table-'));
const opened: FileTable[] = [];
let files = 0;

afterAll(async () => {
  for (const table of opened) table.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(path = join(folder, `${files++}.duckdb`)): Promise<FileTable> {
  const table = await FileTable.open(path);
  opened.push(table);
  return table;
}

tableContract('FileTable', () => open());

it('sweeps what has expired, of one monitor', async () => {
  const table = await open();
  const items = [
    { sk: 'past', expires: 999 },
    { sk: 'now', expires: 1000 },
    { sk: 'never', text: '"expires":1' },
    { sk: 'null', expires: null },
  ];
  await table.write(
    'm',
    items.map((put) => ({ put })),
  );
  await table.write('n', [{ put: { sk: 'past', expires: 999 } }]);
  await table.sweep('m', new Date(1_000_000));
  const left = (await table.query('m', '')).map(({ sk }) => sk);
  expect(left).toEqual(['never', 'now', 'null']);
  expect(await table.query('n', '')).toHaveLength(1);
});

it('shows nobody a transaction that is under way', async () => {
  const table = await open();
  const failing = table.write('m', [{ put: { sk: 'a' } }, { check: 'none', field: 'v', is: 1 }]);
  const seen = Promise.all(Array.from({ length: 20 }, () => table.get('m', 'a')));
  await expect(failing).rejects.toThrow();
  expect(new Set(await seen)).toEqual(new Set([null]));
});

it('forgets the lease of whoever had the file before, and nothing else', async () => {
  const path = join(folder, 'lease.duckdb');
  const first = await FileTable.open(path);
  await first.write('m', [{ put: { sk: 'lease', owner: 'dead' } }, { put: { sk: 'a' } }]);
  first.close();
  const second = await open(path);
  expect(await second.get('m', 'lease')).toBeNull();
  expect(await second.get('m', 'a')).toEqual({ sk: 'a' });
});

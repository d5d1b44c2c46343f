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

it('forgets the lease of whoever had the file before, and nothing else', async () => {
  const path = join(folder, 'lease.duckdb');
  const first = await FileTable.open(path);
  await first.write('m', [{ put: { sk: 'lease', owner: 'dead' } }, { put: { sk: 'a' } }]);
  first.close();
  const second = await open(path);
  expect(await second.get('m', 'lease')).toBeNull();
  expect(await second.get('m', 'a')).toEqual({ sk: 'a' });
});

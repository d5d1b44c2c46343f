import { expect, it } from 'vitest';
import { MemoryTable } from '../../../lib/adapters/memory/table.ts';
import { tableContract } from '../table.contract.ts';

tableContract('MemoryTable', async () => new MemoryTable());

it('sweeps what has expired, of one monitor', async () => {
  const table = new MemoryTable();
  const items = [{ sk: 'past', expires: 999 }, { sk: 'now', expires: 1000 }, { sk: 'never' }];
  for (const monitor of ['m', 'n'])
    await table.write(
      monitor,
      items.map((put) => ({ put })),
    );
  await table.sweep('m', new Date(1_000_000));
  expect((await table.query('m', '')).map(({ sk }) => sk)).toEqual(['never', 'now']);
  expect(await table.query('n', '')).toHaveLength(3);
});

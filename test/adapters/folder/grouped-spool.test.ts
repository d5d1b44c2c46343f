import { expect, it } from 'vitest';
import { GroupedSpool } from '../../../lib/adapters/folder/grouped-spool.ts';
import { MemoryTable } from '../../../lib/adapters/memory/table.ts';
import type { TableWrite } from '../../../lib/pipeline/ports.ts';

it('writes what waits at the same time together, in the order of each key, and fails what it could not write', async () => {
  const table = new MemoryTable();
  const groups: number[] = [];
  let broken = false;
  const counted = Object.assign(Object.create(table), {
    write: async (monitor: string, writes: readonly TableWrite[]) => {
      if (broken) throw new Error('full');
      groups.push(writes.length);
      await table.write(monitor, writes);
    },
  });
  const spool = new GroupedSpool(counted);
  const put = (sk: string, value: number, monitor = 'm') =>
    spool.write(monitor, [{ put: { sk, value } }]);
  await Promise.all([
    ...Array.from({ length: 150 }, (_, i) => put(`k${i}`, i)),
    put('k0', 1000),
    put('k0', 2000, 'n'),
    spool.write('m', [{ remove: 'k1' }]),
  ]);
  expect(groups.length).toBeLessThan(8);
  expect((await table.query('m', '')).length).toBe(149);
  expect(await table.get('m', 'k0')).toMatchObject({ value: 1000 });
  expect(await table.get('n', 'k0')).toMatchObject({ value: 2000 });
  await expect(spool.write('m', [{ put: { sk: 'k0' }, unless: 'exists' }])).rejects.toThrow();
  broken = true;
  await expect(Promise.all([put('a', 1), put('b', 1)])).rejects.toThrow('full');
  broken = false;
  await put('c', 1);
  expect(await table.get('m', 'a')).toBeNull();
});

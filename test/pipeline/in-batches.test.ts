import { expect, it } from 'vitest';
import { inBatches } from '../../lib/pipeline/due.ts';
import type { Ports, TableWrite } from '../../lib/pipeline/ports.ts';

/** What DynamoDB takes in one transaction. */
const WRITES = 100;
const BYTES = 4 * 1024 * 1024;

const sizeOf = (writes: readonly TableWrite[]) => Buffer.byteLength(JSON.stringify(writes));
const puts = (count: number, bytes: number): TableWrite[] =>
  Array.from({ length: count }, (_, i) => ({ put: { sk: `item#${i}`, text: 'x'.repeat(bytes) } }));

async function batchesOf(writes: readonly TableWrite[]): Promise<(readonly TableWrite[])[]> {
  const batches: (readonly TableWrite[])[] = [];
  const table = { write: async (_: string, batch: readonly TableWrite[]) => batches.push(batch) };
  await inBatches({ table } as unknown as Ports, 'monitor', writes);
  return batches;
}

it('writes nothing where there is nothing to write', async () => {
  expect(await batchesOf([])).toEqual([]);
});

it.each([
  ['many small items', puts(250, 10), 3],
  ['items of 390 KB, as windows with many findings are', puts(30, 390 * 1024), 5],
  ['removals', Array.from({ length: 101 }, (_, i) => ({ remove: `item#${i}` })), 2],
])('splits %s into what a transaction takes, in their order', async (_, writes, count) => {
  const batches = await batchesOf(writes);
  expect(batches.flat()).toEqual(writes);
  expect(batches).toHaveLength(count);
  for (const batch of batches) {
    expect(batch.length).toBeLessThanOrEqual(WRITES);
    expect(sizeOf(batch)).toBeLessThanOrEqual(BYTES);
  }
});

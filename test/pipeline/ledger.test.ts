import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileTable } from '../../lib/adapters/folder/table.ts';
import { claimedInputs } from '../../lib/pipeline/claimed-inputs.ts';
import { newInputs } from '../../lib/pipeline/new-inputs.ts';
import type { WorkspaceObject } from '../../lib/pipeline/ports.ts';
import { newClaim } from '../../lib/pipeline/shard.ts';
import { byUtf8 } from '../../lib/utf8-order.ts';

let folder: string;
let table: FileTable;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftwatch-ledger-'));
  table = await FileTable.open(join(folder, 'table.duckdb'));
});
afterAll(async () => {
  table.close();
  await rm(folder, { recursive: true, force: true });
});

const PREFIX = 'predictions/m/';
const object = (key: string, etag: string): WorkspaceObject => ({
  key,
  etag,
  size: 1,
  modified: '2026-11-01T00:00:00Z',
});
/** Keys that share prefixes, hold what sorts before and after separators, or are longer than a key of the table. */
const key = fc
  .array(
    fc.constantFrom('a', 'b', ' ', '!', '"', '#', '/', '\n', '\t', '%', '\u{1F600}', '\uFFFD'),
    {
      maxLength: 6,
    },
  )
  .chain((start) =>
    fc
      .constantFrom('', 'x', '\u{1F600}'.repeat(240))
      .map((end) => `${PREFIX}${start.join('')}${end}`),
  );
const batches = fc.array(fc.uniqueArray(key, { minLength: 1, maxLength: 8 }), { maxLength: 12 });

describe('the ledger beside a listing', () => {
  it('yields what is new or changed, in order, however claims overlap', async () => {
    let monitor = 0;
    await fc.assert(
      fc.asyncProperty(batches, fc.uniqueArray(key, { maxLength: 20 }), async (claims, listed) => {
        const name = `m${monitor++}`;
        const times = new Map<string, number>();
        for (const keys of claims) {
          const objects = [...keys].sort(byUtf8).map((one) => {
            const again = times.get(one) ?? 0;
            times.set(one, again + 1);
            return { ...object(one, `e${again}`), ...(again > 0 && { again }) };
          });
          const { claim } = newClaim('predictions', { objects, ranges: [] }, '', 'v1');
          await table.write(name, [{ put: claim, unless: 'exists' }]);
        }
        const listing = [...listed].sort(byUtf8).map((one) => object(one, 'e0'));
        const found: string[] = [];
        const stream = newInputs(source(listing), claimedInputs(table, name, PREFIX), () => false);
        for await (const { object, before } of stream) {
          found.push(object.key);
          expect(before.length).toBe(times.get(object.key) ?? 0);
        }
        const expected = listing
          .filter(({ key }) => !key.endsWith('/') && (times.get(key) ?? 0) !== 1)
          .map(({ key }) => key);
        expect(found).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

async function* source(listing: readonly WorkspaceObject[]) {
  yield* listing;
}

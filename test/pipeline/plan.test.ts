import { describe, expect, it } from 'vitest';
import { cutClaims, cutObject } from '../../lib/pipeline/cut-claims.ts';
import { windowName } from '../../lib/pipeline/layout.ts';
import type { NewInput } from '../../lib/pipeline/new-inputs.ts';
import { newClaim, type ObjectInput } from '../../lib/pipeline/shard.ts';
import { windowOf } from '../../lib/profile/window.ts';
import { monitor } from '../support/example-workspace.ts';

const object = (i: number, size: number): ObjectInput => ({
  key: `k${String(i).padStart(6, '0')}.jsonl`,
  etag: 'e',
  size,
  modified: '2026-11-01T00:00:00Z',
});
const MEGABYTE = 1024 * 1024;

async function cut(objects: readonly ObjectInput[]) {
  const inputs = async function* (): AsyncGenerator<NewInput> {
    for (const object of objects) yield { object, before: [] };
  };
  const cuts: { keys: string[]; parts: number }[] = [];
  for await (const { inputs: members, parts } of cutClaims(inputs(), undefined))
    cuts.push({ keys: members.map(({ object }) => object.key), parts: parts.length });
  return cuts;
}

describe('cutClaims', () => {
  it('keeps a claim within 1000 objects and 256 MB, in order, and loses none', async () => {
    const small = Array.from({ length: 2500 }, (_, i) => object(i, 2048));
    const cuts = await cut(small);
    expect(cuts.map(({ keys }) => keys.length)).toEqual([1000, 1000, 500]);
    expect(cuts.flatMap(({ keys }) => keys)).toEqual(small.map(({ key }) => key));
    const large = [200, 100, 100, 50, 20].map((size, i) => object(i, size * MEGABYTE));
    expect((await cut(large)).map(({ keys }) => keys.length)).toEqual([1, 3, 1]);
  });

  it('cuts what is left as it would have been cut', async () => {
    const all = Array.from({ length: 2500 }, (_, i) => object(i, 2048));
    const [first, ...rest] = await cut(all);
    expect(await cut(all.slice(first?.keys.length))).toEqual(rest);
  });

  it('splits a large object that can be split, and no other', async () => {
    const key = (name: string) => ({ ...object(1, 5000 * MEGABYTE), key: name });
    const parts = async (name: string) => (await cut([key(name)]))[0]?.parts;
    expect(await parts('a.parquet')).toBe(20);
    expect(await parts('a.jsonl')).toBe(20);
    expect(await parts('a.csv')).toBe(1);
    expect(await parts('a.jsonl.gz')).toBe(1);
  });

  it('covers every byte of a split object once', () => {
    for (const size of [257 * MEGABYTE, 5_000_000_001, 40_000 * MEGABYTE]) {
      const parts = cutObject(size);
      expect(parts.length).toBeLessThanOrEqual(48);
      expect(parts[0]?.from).toBe(0);
      expect(parts.at(-1)?.to).toBe(size);
      for (const [i, part] of parts.entries()) expect(part.from).toBe(parts[i - 1]?.to ?? 0);
    }
  });
});

describe('newClaim', () => {
  const idOf = (objects: ObjectInput[], claimed = '2026-11-01T00:00:00Z', baseline = 'v1') =>
    newClaim('predictions', { objects, ranges: [] }, claimed, baseline).shards[0]?.id;

  it('takes the ids of its shards from what is claimed alone', () => {
    const id = idOf([object(1, 1)]);
    expect(idOf([object(1, 1)], '2027-01-01T00:00:00Z', 'v2')).toBe(id);
    expect(idOf([object(2, 1)])).not.toBe(id);
    expect(idOf([{ ...object(1, 1), etag: 'f' }])).not.toBe(id);
    expect(idOf([{ ...object(1, 1), again: 1 }])).not.toBe(id);
  });

  it('names the parts of an object apart', () => {
    const parts = cutObject(600 * MEGABYTE);
    const members = { objects: [object(1, 600 * MEGABYTE)], ranges: [] };
    const { claim, shards } = newClaim('predictions', members, 'now', 'v1', parts);
    expect(new Set(shards.map(({ id }) => id)).size).toBe(3);
    expect(claim.shards).toEqual(shards.map(({ id }) => id));
  });

  it('keeps its key within what the table takes, however long the keys of objects are', () => {
    const key = `predictions/${'ü'.repeat(500)}`;
    const { claim } = newClaim(
      'labels',
      { objects: [{ ...object(1, 1), key }], ranges: [] },
      '',
      null,
    );
    expect(Buffer.byteLength(claim.sk)).toBeLessThanOrEqual(1024);
  });
});

describe('windows', () => {
  const start = (window: string, instant: string) =>
    windowName(windowOf({ ...monitor, window }, Date.parse(instant)));

  it.each([
    ['1d', '2026-11-05T23:59:59Z', '2026-11-05T0000Z'],
    ['1d', '2026-11-05T00:00:00Z', '2026-11-05T0000Z'],
    ['15m', '2026-11-05T00:29:59Z', '2026-11-05T0015Z'],
    ['7d', '2026-11-08T23:00:00Z', '2026-11-02T0000Z'],
    ['7d', '2026-11-09T00:00:00Z', '2026-11-09T0000Z'],
    ['1w', '1970-01-01T00:00:00Z', '1969-12-29T0000Z'],
  ])('of %s: %s lies in that of %s', (window, instant, name) => {
    expect(start(window, instant)).toBe(name);
  });
});

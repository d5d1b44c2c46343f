import { describe, expect, it } from 'vitest';
import { windowName } from '../../lib/pipeline/layout.ts';
import { cutObjects } from '../../lib/pipeline/plan.ts';
import { newShard, type ObjectInput } from '../../lib/pipeline/shard.ts';
import { windowOf } from '../../lib/pipeline/window.ts';
import { monitor } from '../support/example-workspace.ts';

const object = (i: number, size: number): ObjectInput => ({
  key: `k${i}`,
  etag: 'e',
  size,
  modified: '2026-11-01T00:00:00Z',
});
const MEGABYTE = 1024 * 1024;

describe('cutObjects', () => {
  it('keeps a shard within 99 objects and 256 MB, in order, and loses none', () => {
    const small = Array.from({ length: 250 }, (_, i) => object(i, 2048));
    expect(cutObjects(small).map(({ length }) => length)).toEqual([99, 99, 52]);
    expect(cutObjects(small).flat()).toEqual(small);
    const large = [200, 100, 100, 50, 300, 1].map((size, i) => object(i, size * MEGABYTE));
    expect(cutObjects(large).map((part) => part.map(({ size }) => size / MEGABYTE))).toEqual([
      [200],
      [100, 100, 50],
      [300],
      [1],
    ]);
  });

  it('cuts what is left as it would have been cut', () => {
    const all = Array.from({ length: 250 }, (_, i) => object(i, 2048));
    expect([all.slice(0, 99), ...cutObjects(all.slice(99))]).toEqual(cutObjects(all));
  });
});

describe('newShard', () => {
  it('takes its id from its members alone', () => {
    const members = { objects: [object(1, 1)], ranges: [] };
    const [a, b] = [
      newShard('predictions', members, '2026-11-01T00:00:00Z', 'v1'),
      newShard('predictions', members, '2027-01-01T00:00:00Z', 'v2'),
    ];
    expect(a.id).toBe(b.id);
    expect(
      newShard('predictions', { objects: [object(2, 1)], ranges: [] }, a.claimed, 'v1').id,
    ).not.toBe(a.id);
    expect(
      newShard(
        'predictions',
        { objects: [{ ...object(1, 1), etag: 'f' }], ranges: [] },
        a.claimed,
        'v1',
      ).id,
    ).not.toBe(a.id);
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

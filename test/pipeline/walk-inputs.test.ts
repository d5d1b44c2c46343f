import { describe, expect, it } from 'vitest';
import { endOfFolder } from '../../lib/pipeline/dated-folder.ts';
import type { Entry, ObjectStore, WorkspaceObject } from '../../lib/pipeline/ports.ts';
import { walkInputs } from '../../lib/pipeline/walk-inputs.ts';
import { byUtf8 } from '../../lib/utf8-order.ts';

/** A store of these keys that notes what was listed. */
function storeOf(keys: readonly string[]) {
  const sorted = [...keys].sort(byUtf8);
  const listed: string[] = [];
  const object = (key: string): WorkspaceObject => ({ key, size: 1, etag: 'e', modified: '' });
  const store: ObjectStore = {
    datesArrival: true,
    async *level(folder): AsyncGenerator<Entry> {
      listed.push(folder);
      let last = '';
      for (const key of sorted.filter((one) => one.startsWith(folder))) {
        const slash = key.indexOf('/', folder.length);
        const name = slash < 0 ? key : key.slice(0, slash + 1);
        if (name !== last) yield slash < 0 ? object(key) : { folder: name };
        last = name;
      }
    },
    async *walk(prefix) {
      listed.push(`${prefix}**`);
      for (const key of sorted.filter((one) => one.startsWith(prefix))) yield object(key);
    },
    open: async () => null,
    locate: (key) => key,
  };
  return { store, listed };
}

async function walk(keys: readonly string[], since: string | null) {
  const { store, listed } = storeOf(keys);
  const found: string[] = [];
  const from = since === null ? null : Date.parse(since);
  for await (const { key } of walkInputs(store, 'p/m/', from)) found.push(key);
  return { found, listed };
}

describe('walkInputs', () => {
  it('leaves folders of a time before alone, and looks into all others, in order', async () => {
    const keys = [
      'p/m/2026/10/01/05/a.jsonl',
      'p/m/2026/11/01/05/b.jsonl',
      'p/m/2026/11/20/05/c.jsonl',
      'p/m/day=2026-10-02/d.jsonl',
      'p/m/day=2026-11-20/e.jsonl',
      'p/m/eu/20261003/f.jsonl',
      'p/m/eu/latest/g.jsonl',
      'p/m/zz.jsonl',
    ];
    const { found, listed } = await walk(keys, '2026-11-10T00:00:00Z');
    expect(found).toEqual(keys.filter((key) => /[ceg]\.jsonl|zz/.test(key)));
    expect(
      listed.filter((folder) => folder.includes('2026-10') || folder.includes('/10/')),
    ).toEqual([]);
    expect((await walk(keys, null)).found).toEqual(keys);
  });

  it('lists a level with many folders of no date at once', async () => {
    const keys = Array.from(
      { length: 200 },
      (_, i) => `p/m/device-${String(i).padStart(3, '0')}/x.jsonl`,
    );
    const { found, listed } = await walk(keys, '2026-11-10T00:00:00Z');
    expect(found).toEqual(keys);
    expect(listed).toEqual(['p/m/', 'p/m/**']);
  });
});

describe('endOfFolder', () => {
  it.each([
    ['p/m/2026/11/23/', '2026-11-26'],
    ['p/m/year=2026/month=1/day=3/', '2026-01-06'],
    ['p/m/dt=2026-11-23/', '2026-11-26'],
    ['p/m/20261123/', '2026-11-26'],
    ['p/m/2026-11-23-05/', '2026-11-26'],
    ['p/m/2026-11/', '2026-12-03'],
    ['p/m/2026/11/', '2026-12-03'],
    ['p/m/year=2026/', '2027-01-03'],
  ])('%s is full by %s', (folder, end) => {
    expect(new Date(endOfFolder(folder) ?? 0).toISOString().slice(0, 10)).toBe(end);
  });

  it.each([
    'p/m/2026/',
    'p/m/1999/',
    'p/m/v2/',
    'p/m/store=2001/',
    'p/m/20269999/',
    'p/m/2026/13/',
    'p/m/12345678901/',
  ])('%s may hold anything', (folder) => {
    expect(endOfFolder(folder)).toBeNull();
  });
});

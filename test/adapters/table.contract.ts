import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../lib/errors.ts';
import type { Item, Table } from '../../lib/pipeline/ports.ts';

/** What every table must do; `open` gives an empty one. */
export function tableContract(name: string, open: () => Promise<Table>): void {
  describe(`${name}: the table contract`, () => {
    it('gives back what was put, and null for what was not', async () => {
      const table = await open();
      await table.write('m', [{ put: { sk: 'a', n: 1.5, list: [1, { x: null }], text: "it's" } }]);
      expect(await table.get('m', 'a')).toEqual({
        sk: 'a',
        n: 1.5,
        list: [1, { x: null }],
        text: "it's",
      });
      expect(await table.get('m', 'b')).toBeNull();
      expect(await table.get('other', 'a')).toBeNull();
    });

    it('queries by prefix, in order, within one monitor', async () => {
      const table = await open();
      for (const sk of ['s#2', 's#10', 's#1', 't#1', 's%'])
        await table.write('m', [{ put: { sk } }]);
      await table.write('n', [{ put: { sk: 's#0' } }]);
      expect((await table.query('m', 's#')).map(({ sk }) => sk)).toEqual(['s#1', 's#10', 's#2']);
      expect(await table.query('m', 'none')).toEqual([]);
      expect(await table.query('m', '')).toHaveLength(5);
    });

    it('orders as UTF-8 does, not as UTF-16', async () => {
      const table = await open();
      const ordered = ['a', 'a ', 'a+', 'aB', 'ab', 'a\u00fc', 'a\uffee', 'a\uffff', 'a\u{1f600}'];
      await table.write(
        'm',
        ordered.toReversed().map((sk) => ({ put: { sk } })),
      );
      expect((await table.query('m', 'a')).map(({ sk }) => sk)).toEqual(ordered);
      expect((await all(table.stream('m', 'a'))).map(({ sk }) => sk)).toEqual(ordered);
    });

    it('streams what it queries, over many pages', async () => {
      const table = await open();
      const body = 'x'.repeat(500);
      for (let i = 0; i < 25; i++) {
        const keys = Array.from({ length: 100 }, (_, j) => `s#${(i * 100 + j) * 7919}`);
        await table.write(
          'm',
          keys.map((sk) => ({ put: { sk, body } })),
        );
      }
      await table.write('m', [{ put: { sk: 't#1' } }]);
      const streamed = await all(table.stream('m', 's#'));
      expect(streamed).toHaveLength(2500);
      expect(streamed).toEqual(await table.query('m', 's#'));
      for await (const item of table.stream('m', 's#')) {
        expect(item).toEqual(streamed[0]);
        break;
      }
    });

    it('writes all or nothing', async () => {
      const table = await open();
      await table.write('m', [{ put: { sk: 'a', v: 1 } }]);
      const batch = [{ put: { sk: 'b' } }, { put: { sk: 'a', v: 2 }, unless: 'exists' }] as const;
      await expect(table.write('m', batch)).rejects.toBeInstanceOf(ConflictError);
      expect(await table.get('m', 'b')).toBeNull();
      expect(await table.get('m', 'a')).toEqual({ sk: 'a', v: 1 });
    });

    it('replaces only what is as expected', async () => {
      const table = await open();
      await table.write('m', [{ put: { sk: 'a', v: 1 } }]);
      await table.write('m', [{ put: { sk: 'a', v: 2 }, when: { field: 'v', is: 1 } }]);
      const stale = [{ put: { sk: 'a', v: 3 }, when: { field: 'v', is: 1 } }];
      await expect(table.write('m', stale)).rejects.toBeInstanceOf(ConflictError);
      expect(await table.get('m', 'a')).toEqual({ sk: 'a', v: 2 });
    });

    it('holds a write to a check of another item', async () => {
      const table = await open();
      await table.write('m', [{ put: { sk: 'lease', owner: 'a' } }]);
      const write = (owner: string) =>
        table.write('m', [
          { check: 'lease', field: 'owner', is: owner },
          { put: { sk: 'work', owner } },
          { remove: 'old' },
        ]);
      await expect(write('b')).rejects.toBeInstanceOf(ConflictError);
      expect(await table.get('m', 'work')).toBeNull();
      await write('a');
      expect(await table.get('m', 'work')).toEqual({ sk: 'work', owner: 'a' });
      expect(await table.get('m', 'lease')).toEqual({ sk: 'lease', owner: 'a' });
    });

    it('checks an item alone, and one that is not there', async () => {
      const table = await open();
      await table.write('m', [{ put: { sk: 'a', v: 1 } }]);
      await table.write('m', [{ check: 'a', field: 'v', is: 1 }]);
      for (const [check, is] of [
        ['a', 2],
        ['b', 1],
      ] as const) {
        const writes = [{ check, field: 'v', is }];
        await expect(table.write('m', writes)).rejects.toBeInstanceOf(ConflictError);
      }
    });

    it('refuses two writes of one item, and more than 100', async () => {
      const table = await open();
      const twice = [{ put: { sk: 'a' } }, { check: 'a', field: 'v', is: 1 }] as const;
      await expect(table.write('m', twice)).rejects.toThrow();
      const many = Array.from({ length: 101 }, (_, i) => ({ put: { sk: `${i}` } }));
      await expect(table.write('m', many)).rejects.toThrow();
      expect(await table.query('m', '')).toEqual([]);
    });

    it('removes, also what is not there', async () => {
      const table = await open();
      await table.write('m', [{ put: { sk: 'a' } }]);
      await table.write('m', [{ remove: 'a' }, { remove: 'b' }]);
      expect(await table.get('m', 'a')).toBeNull();
    });

    it('lets one of two win a race for the same key', async () => {
      const table = await open();
      const attempt = (v: number) => table.write('m', [{ put: { sk: 'a', v }, unless: 'exists' }]);
      await attempt(1);
      await expect(attempt(2)).rejects.toBeInstanceOf(ConflictError);
    });
  });
}

async function all(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

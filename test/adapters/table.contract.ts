import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../lib/errors.ts';
import type { Table } from '../../lib/pipeline/ports.ts';

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

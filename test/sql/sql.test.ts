import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { ident, join, sql } from '../../lib/sql/sql.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: '/tmp' });
});
afterAll(() => engine.close());

describe('sql', () => {
  it.each(["x'; DROP TABLE t; --", 'a"b', '\\', '$1 ? %s', 'Zürich 🌍', 'line\nbreak'])(
    'takes %j for a value and for a name, never for SQL',
    async (text) => {
      expect(sql`${text}`.text).not.toBe(text);
      expect(await engine.rows(sql`SELECT ${text} AS ${ident(text)}`)).toEqual([{ [text]: text }]);
    },
  );

  it.each([
    0,
    -1,
    0.1,
    1e300,
    5e-324,
    -1.5e-7,
    9007199254740991,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ])('keeps the number %d to the last bit', async (number) => {
    const [row] = await engine.rows(sql`SELECT ${number}::DOUBLE AS x`);
    expect(row?.x).toEqual(number);
  });

  it('prints lists, NULL and pieces', () => {
    expect(join([sql`${['a', "b'"]}`, sql`${null}`, sql`${true}`, ident('c')]).text).toBe(
      `['a', 'b'''], NULL, TRUE, "c"`,
    );
  });
});

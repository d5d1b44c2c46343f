import { expect, test } from 'vitest';
import type { Frame } from '../../lib/profile/frame.ts';
import { emptyProfile, type Profile } from '../../lib/profile/profile.ts';
import { ids, SAMPLED_IDS } from '../../lib/profile/statistics/ids.ts';
import { raw } from '../../lib/sql/sql.ts';
import { measureSlice, sliceInput } from '../golden/measure.ts';
import { amount, city } from '../support/columns.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';

const filled = { presence: { values: 10, missing: 0, invalid: 0 } };
const empty = { presence: { values: 0, missing: 10, invalid: 0 } };
const baseline: Profile = {
  ...emptyProfile,
  rows: 10,
  columns: { amount: filled, city: filled },
  schema: { amount: { number: 1 }, city: { text: 1 }, note: { text: 1 } },
};

function measure(name: string, current: Partial<Profile>) {
  return measureSlice(
    name,
    sliceInput({ columns: [amount, city], baseline, current: { ...baseline, ...current } }),
  );
}

test('a column that nobody fills any more is missing, whatever the files say', () => {
  expect(measure('missing_columns', { columns: { amount: filled, city: empty } })).toEqual({
    value: 1,
    reference: 0,
    note: 'city',
  });
  expect(measure('missing_columns', { columns: { amount: filled } })?.note).toBe('city');
  expect(measure('missing_columns', {})).toEqual({ value: 0, reference: 0 });
  expect(measure('missing_columns', { rows: 0 })?.reason).toBe('there are no rows');
});

test('a column that neither baseline nor monitor knows is extra', () => {
  const schema = { t: { text: 1 }, amount: { number: 1 }, note: {}, shoe: { number: 2 } } as const;
  expect(measure('extra_columns', { schema })?.note).toBe('shoe');
});

test('a watched column of another type has changed; what a file can not tell is no change', () => {
  expect(
    measure('changed_types', { schema: { amount: { number: 3, text: 1 }, city: { unknown: 1 } } }),
  ).toEqual({ value: 1, reference: 0, note: 'amount: text for number' });
  expect(measure('changed_types', { schema: { note: { number: 1 } } })?.value).toBe(0);
});

test('many names are cut short', () => {
  const schema = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`x${i}`, { text: 1 }]));
  expect(measure('extra_columns', { schema })).toMatchObject({
    value: 14,
    note: 'x0, x1, x2, x3, x4, x5, x6, x7, x8, x9 and 4 more',
  });
});

const monitor = `{ monitor: m, task: binary, columns: { id: i, timestamp: t, features: { x: numeric } } }`;
const rows = (n: number, ids: string) =>
  raw(`(SELECT TIMESTAMP '2026-01-01' AS t, i // 2 AS x, ${ids} AS i FROM range(${n}) r(i))`);

test('duplicate ids are counted exactly in small windows and from a sample in large ones', async () => {
  const { measured } = await measureRows({
    monitor,
    baseline: rows(50, 'i'),
    windows: [
      rows(400, 'i // 2'),
      rows(400, 'i'),
      rows(40_000, 'i // 2'),
      rows(40_000, 'CASE WHEN i < 36000 THEN i ELSE i - 36000 END'),
      rows(5000, '7'),
    ],
  });
  const share = (i: number) => valueAt(measured[i] ?? [], 'duplicate_id_share');
  expect(share(0).value).toBe(0.5);
  expect(share(1).value).toBe(0);
  expect(share(2).value).toBeCloseTo(0.5, 2);
  const tenth = share(3);
  expect(tenth.low).toBeLessThan(0.1);
  expect(tenth.high).toBeGreaterThan(0.1);
  expect(share(4).value).toBe(1);
});

test('a sample of ids adds up: it is the sample of the union', () => {
  const hashes = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 3001);
  const of = (part: readonly number[]) =>
    ids.read(
      { rows: part.length, smallest: [...part].sort((a, b) => a - b).slice(0, SAMPLED_IDS) },
      {} as Frame,
    );
  const parts = [hashes.slice(0, 100), hashes.slice(100, 3000), hashes.slice(3000)].map(of);
  expect(parts.reduce(ids.merge)).toEqual(of(hashes));
});

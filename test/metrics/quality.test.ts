import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import type { CategoricalColumn } from '../../lib/profile/column.ts';
import { distinct, LONGEST_RUN, registersOf } from '../../lib/profile/statistics/distinct.ts';
import { join, raw, sql } from '../../lib/sql/sql.ts';
import { estimateDistinct } from '../../lib/stats/hyperloglog.ts';
import { measureColumn } from '../golden/measure.ts';
import { freezeNumbers, summariseNumbers } from '../golden/summaries.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';

const column = freezeNumbers('x', [1, 2, 3, 4]);
const baseline = summariseNumbers(column, [1, 2, 3, 4]);

test('missing and invalid are shares of the rows', () => {
  const current = { ...baseline, presence: { values: 4, missing: 5, invalid: 1 } };
  expect(measureColumn('missing_share', column, baseline, current)).toMatchObject({
    value: 0.5,
    reference: 0,
  });
  expect(measureColumn('invalid_share', column, baseline, current)).toMatchObject({
    value: 0.1,
    reference: 0,
  });
  const empty = { presence: { values: 0, missing: 0, invalid: 0 } };
  expect(measureColumn('missing_share', column, baseline, empty)).toMatchObject({
    value: null,
    reason: 'there are no rows',
  });
});

test('the extremes of the baseline are in range, the next doubles are not', () => {
  const share = (values: number[]) =>
    measureColumn('out_of_range_share', column, baseline, summariseNumbers(column, values)).value;
  expect(share([1, 4, 2.5])).toBe(0);
  expect(share([0.9999999999999999, 4.000000000000001, 1, 4])).toBe(0.5);
  expect(share([])).toBeNull();
});

test('of a constant baseline every other value is out of range', () => {
  const constant = freezeNumbers('x', [5, 5]);
  const before = summariseNumbers(constant, [5, 5]);
  expect(
    measureColumn('out_of_range_share', constant, before, summariseNumbers(constant, [4, 5, 6, 7]))
      .value,
  ).toBe(0.75);
});

test('mean has an interval, std is the population form', () => {
  const mean = measureColumn('mean', column, baseline, baseline);
  expect(mean.value).toBe(2.5);
  expect((mean.high ?? 0) - 2.5).toBeCloseTo((1.959964 * Math.sqrt(1.25)) / 2, 6);
  expect(measureColumn('std', column, baseline, baseline)).toMatchObject({
    value: Math.sqrt(1.25),
    reference: Math.sqrt(1.25),
  });
});

test('a constant far from its center has no spread', () => {
  const far = { ...column, center: 0.1 };
  const current = summariseNumbers(far, [1e9 + 0.3, 1e9 + 0.3, 1e9 + 0.3]);
  expect(measureColumn('std', far, baseline, current).value).toBe(0);
});

test('a new category is one that the baseline never had; where it has too many to name nobody can tell', () => {
  const region: CategoricalColumn = {
    name: 'r',
    role: 'feature',
    type: 'categorical',
    categories: ['a'],
    truncated: false,
  };
  const before = {
    presence: { values: 9, missing: 0, invalid: 0 },
    categories: { known: [9], unknown: {}, unknownRows: 0 },
  };
  const now = {
    presence: { values: 10, missing: 0, invalid: 0 },
    categories: { known: [8], unknown: { b: 1 }, unknownRows: 2 },
  };
  expect(measureColumn('new_category_share', region, before, now)).toMatchObject({
    value: 0.2,
    reference: 0,
  });
  const many = measureColumn('new_category_share', { ...region, truncated: true }, before, now);
  expect(many).toMatchObject({ value: null, reference: null });
  expect(many.reason).toMatch(/more categories/);
});

const NUMBERS = `{ monitor: m, task: binary, columns: { timestamp: t, features: { x: numeric, f: numeric, c: categorical } } }`;

test('below, above, negative, constant and distinct, of real rows', async () => {
  const rows = (n: number, x: string, f: string, c: string) =>
    raw(
      `(SELECT TIMESTAMP '2026-01-01' AS t, ${x} AS x, ${f} AS f, ${c} AS c FROM range(${n}) r(i))`,
    );
  const { measured } = await measureRows({
    monitor: NUMBERS,
    baseline: rows(1000, '5 + i % 100', 'i % 20 - 10', `'c' || i % 40`),
    windows: [
      rows(400, '[-1, 0, 3, 104, 105][1 + i % 5]', '-3', `'c1'`),
      rows(
        40,
        `CASE i % 4 WHEN 0 THEN 'nan' WHEN 1 THEN 'oops' WHEN 2 THEN '-0.0' ELSE '-7' END`,
        '-3',
        `CASE WHEN i % 10 < 6 THEN 'new ' || i % 3 ELSE 'c' || i % 10 END`,
      ),
      rows(0, '1', '1', `'a'`),
    ],
  });
  const at = (window: number, metric: string, column = 'x') =>
    valueAt(measured[window] ?? [], metric, { column });
  expect(at(0, 'below_range_share')).toMatchObject({ value: 0.6, reference: 0 });
  expect(at(0, 'above_range_share')).toMatchObject({ value: 0.2, reference: 0 });
  expect(at(0, 'out_of_range_share').value).toBeCloseTo(0.8, 12);
  expect(at(0, 'negative_share')).toMatchObject({ value: 0.2, reference: 0 });
  // What is no number is not negative, nor is -0.
  expect(at(1, 'negative_share').value).toBe(0.5);
  expect(() => at(0, 'negative_share', 'f')).toThrow(/not measured/);
  expect(at(0, 'constant').value).toBe(0);
  expect(at(0, 'constant', 'f')).toMatchObject({ value: 1, reference: 0 });
  expect(at(0, 'constant', 'c')).toMatchObject({ value: 1, reference: 0 });
  expect(at(0, 'distinct_count').value).toBe(5);
  expect(at(0, 'distinct_count', 'c')).toEqual({ value: 1, reference: 40 });
  expect(at(1, 'distinct_count', 'f').value).toBe(1);
  expect(at(1, 'new_category_share', 'c').note).toBe(
    'new: "new 0" 20 %, "new 1" 20 %, "new 2" 20 %',
  );
  expect(at(0, 'new_category_share', 'c').note).toBeUndefined();
});

test('equal values are no news where so few would often be equal', () => {
  const flag = freezeNumbers('x', [
    ...new Array<number>(990).fill(0),
    ...new Array<number>(10).fill(1),
  ]);
  const before = summariseNumbers(flag, [
    ...new Array<number>(990).fill(0),
    ...new Array<number>(10).fill(1),
  ]);
  const zeros = (rows: number) =>
    measureColumn(
      'constant',
      flag,
      before,
      summariseNumbers(flag, new Array<number>(rows).fill(0)),
    );
  expect(zeros(300)).toMatchObject({ value: null, reason: expect.stringMatching(/by chance/) });
  expect(zeros(2000).value).toBe(1);
  const ones = summariseNumbers(flag, [1, 1, 1, 1, 1, 1]);
  expect(measureColumn('constant', flag, ones, before)).toMatchObject({
    value: null,
    reason: expect.stringMatching(/does not vary/),
  });
});

test('many new categories are named by the five most frequent', () => {
  const region = {
    name: 'r',
    role: 'feature',
    type: 'categorical',
    categories: ['a'],
    truncated: false,
  } as const;
  const names = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`n${i}`, i + 1]));
  const summary = (unknownRows: number) => ({
    presence: { values: 100, missing: 0, invalid: 0 },
    categories: {
      known: [100 - unknownRows],
      unknown: { ...names, ['z'.repeat(90)]: 20 },
      unknownRows,
    },
  });
  const note = (rows: number) =>
    measureColumn('new_category_share', region, summary(56), summary(rows)).note ?? '';
  expect(note(56)).toBe(
    `new: "${'z'.repeat(39)}…" 20 %, "n7" 8 %, "n6" 7 %, "n5" 6 %, "n4" 5 % and 4 more`,
  );
  expect(note(60)).toMatch(/5 % and many more$/);
});

test('a quantile beyond the range of the baseline says so, and how far it may lie', () => {
  const hundred = Array.from({ length: 1000 }, (_, i) => i / 10);
  const frozen = freezeNumbers('x', hundred);
  const before = summariseNumbers(frozen, hundred);
  const beyond = summariseNumbers(
    frozen,
    hundred.map((x) => x * 1000),
  );
  const median = measureColumn('quantile_p50', frozen, before, beyond);
  expect(median.note).toMatch(/beyond the baseline/);
  expect(median.low).toBeLessThanOrEqual(99.9);
  expect(median.high).toBe(99_900);
  expect(measureColumn('quantile_p50', frozen, before, before).note).toBeUndefined();
  // Of so few nobody can say between which values the 99 % quantile lies.
  const few = measureColumn('quantile_p99', frozen, before, summariseNumbers(frozen, [1, 2, 3]));
  expect(Math.abs((few.value ?? 0) - 2.98)).toBeLessThan(0.1);
  expect(few.low).toBeUndefined();
});

test('the interval of std holds the true one in 95 % of samples, of a skewed distribution too', () => {
  const frozen = freezeNumbers(
    'x',
    Array.from({ length: 5000 }, (_, i) => exponential((i + 0.5) / 5000)),
  );
  let state = 7;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
  let held = 0;
  for (let sample = 0; sample < 300; sample++) {
    const values = Array.from({ length: 1000 }, () => exponential(uniform()));
    const summary = summariseNumbers(frozen, values);
    const { low = 0, high = 0 } = measureColumn('std', frozen, summary, summary);
    if (low <= 1 && 1 <= high) held += 1;
  }
  // The normal interval of 1000 exponential values is known to hold some 93 %; that of a normal distribution would hold 66 %.
  expect(held / 300).toBeGreaterThan(0.88);
  expect(held / 300).toBeLessThan(0.99);
});

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: '/tmp' });
});
afterAll(() => engine.close());

test.each([1, 20, 300, 2000, 50_000])(
  'distinct values of %i are counted with a standard error of 4.6 %, as stated',
  async (count) => {
    const trials = count > 10_000 ? 20 : 100;
    const { bits } = distinct.select(column, raw('x'), (literal) => literal);
    const rows = await engine.rows(
      sql`SELECT ${bits ?? raw('')} AS bits FROM (SELECT i // ${count} AS trial, i * 0.37e0 AS x FROM range(${trials * count}) r(i)) GROUP BY trial`,
    );
    const errors = rows.map(
      (row) => estimateDistinct(registersOf(distinct.read(row, column)), LONGEST_RUN) / count - 1,
    );
    const of = (f: (x: number) => number) => errors.reduce((sum, x) => sum + f(x), 0) / trials;
    // Known from so many trials to a tenth or two.
    expect(Math.sqrt(of((x) => x * x))).toBeLessThan(0.046 * (trials > 50 ? 1.2 : 1.4));
    expect(Math.abs(of((x) => x))).toBeLessThan(0.012 * (trials > 50 ? 1 : 2));
  },
);

test('sketches of parts add up to that of the whole, of names as of numbers', async () => {
  const name = {
    name: 'c',
    role: 'feature',
    type: 'categorical',
    categories: [],
    truncated: true,
  } as const;
  for (const [frozen, value] of [
    [column, 'x'],
    [name, `'u' || i`],
  ] as const) {
    const parts = Object.entries(distinct.select(frozen, raw(value), (literal) => literal)).map(
      ([part, expression]) => sql`${expression} AS ${raw(part)}`,
    );
    const over = async (from: number, to: number) => {
      const [row = {}] = await engine.rows(
        sql`SELECT ${join(parts)} FROM (SELECT i, CASE WHEN i % 9 = 0 THEN 'nan'::DOUBLE ELSE i % 700 END AS x FROM range(${from}, ${to}) r(i))`,
      );
      return distinct.read(row, frozen);
    };
    const whole = await over(0, 3000);
    expect(distinct.merge(await over(0, 1800), await over(1200, 3000))).toBe(whole);
    expect(distinct.merge(whole, distinct.empty(frozen))).toBe(whole);
    expect(await over(0, 0)).toBe(distinct.empty(frozen));
    expect(whole.length).toBeLessThanOrEqual(1024);
  }
});

function exponential(share: number): number {
  return -Math.log(1 - share);
}

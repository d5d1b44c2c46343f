import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customMetric } from '../../lib/metrics/custom/custom-metric.ts';
import { parseFormula } from '../../lib/metrics/custom/formula.ts';
import type { SliceInput } from '../../lib/metrics/metric.ts';
import { customMetrics } from '../../lib/monitor/custom-metrics.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { emptyProfile, mergeProfiles, type Profile } from '../../lib/profile/profile.ts';
import { type CustomSum, custom } from '../../lib/profile/statistics/custom.ts';
import { sql } from '../../lib/sql/sql.ts';
import { frame } from '../support/columns.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';

const GOLDEN = `${import.meta.dirname}/../golden/custom-metrics.json`;
const { expected } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as {
  expected: Record<string, { value: number; low?: number; high?: number }>;
};
const HEAD = `
monitor: m
task: binary
columns: { timestamp: t, prediction: decision, label: outcome, variant: version, segments: [channel] }
`;
const MONITOR = `${HEAD}
metrics:
  approved_amount:
    columns: { amount: numeric, channel: categorical }
    aggregates:
      approved: sum(amount) filter (prediction = '1')
      n: count(*)
    value: approved / n
  mean_amount:
    columns: { amount: numeric }
    aggregates: { all: sum(amount), n: count(amount) }
    value: all / n
  web_share:
    columns: { amount: numeric, channel: categorical }
    aggregates: { web: sum(amount) filter (where channel = 'web'), all: sum(amount) }
    value: web / all
    unit: share
  accented:
    columns: { channel: categorical }
    aggregates: { accented: count(*) filter (channel in ('l''été')) }
    value: accented / rows
  cost_of_errors:
    columns: { amount: numeric }
    aggregates: { loss: sum(case when prediction = '1' and label = '0' then amount else 0 end) }
    value: loss / rows
  precision_by_hand:
    aggregates:
      right: count(*) filter (prediction = '1' and label = '1')
      all: count(label) filter (prediction = '1')
    value: right / all
  root_mean_square:
    columns: { amount: numeric }
    aggregates: { squares: sum(amount * amount), n: count(amount) }
    value: sqrt(squares / n)
  total:
    columns: { amount: numeric }
    aggregates: { all: sum(amount) }
    value: all
`;
const rows = sql`(SELECT unnest(r), make_timestamp(0) AS t, 'v' || (hash(r.amount) % 2) AS version
  FROM (SELECT unnest(rows) AS r FROM read_json(${GOLDEN})))`;

describe("the user's own metrics", () => {
  it('are what pandas gives, with the intervals of the textbook', async () => {
    const { measured } = await measureRows({ monitor: MONITOR, baseline: rows, windows: [rows] });
    const values = measured[0] ?? [];
    for (const [name, golden] of Object.entries(expected)) {
      const { value, low, high, reference } = valueAt(values, name);
      expect(value, name).toBeCloseTo(golden.value, 9);
      if (golden.low === undefined)
        expect([low, high, reference]).toEqual([undefined, undefined, null]);
      else {
        expect(
          [low, high].map((limit) => limit?.toFixed(6)),
          name,
        ).toEqual([golden.low, golden.high].map((limit) => limit?.toFixed(6)));
        expect(reference, name).toBeCloseTo(golden.value, 9);
      }
    }
    const web = valueAt(values, 'web_share', { segment: 'channel=web' });
    expect(web).toEqual({ value: 1, reference: 1 });
    const app = valueAt(values, 'web_share', { segment: 'channel=app' });
    expect(app).toMatchObject({ value: null, reason: 'no row has anything to sum up for web' });
    const ofVariants = values.filter(
      ({ metric, place }) => metric.name === 'total' && place.variant,
    );
    expect(ofVariants.map(({ value }) => value.value ?? 0).reduce((a, b) => a + b)).toBeCloseTo(
      expected.total?.value ?? 0,
      6,
    );
  });

  it('say so where the log or the baseline has no such column, and nothing else is disturbed', async () => {
    const bare = sql`(SELECT * EXCLUDE (amount) FROM ${rows})`;
    const { measured } = await measureRows({
      monitor: MONITOR,
      baseline: bare,
      windows: [rows, bare],
    });
    const [full = [], lacking = []] = measured;
    expect(valueAt(full, 'mean_amount').value).toBeCloseTo(expected.mean_amount?.value ?? 0, 9);
    expect(valueAt(full, 'mean_amount').reference).toBeNull();
    const reason = 'no row has a value in amount';
    for (const name of ['mean_amount', 'cost_of_errors', 'total'])
      expect(valueAt(lacking, name), name).toEqual({ value: null, reference: null, reason });
    expect(valueAt(lacking, 'accented').value).toBeCloseTo(expected.accented?.value ?? 0, 9);
    expect(valueAt(lacking, 'rows').value).toBe(400);
  });

  it('leave a row out where its number is none: a division by zero, a root of less than 0, an overflow', async () => {
    const monitor = `${HEAD}
metrics:
  odd:
    columns: { x: numeric }
    aggregates:
      inverse: sum(1 / x)
      root: sum(sqrt(x))
      log: sum(ln(x))
      large: sum(x * 1e308 * 10)
      n: count(sqrt(x))
    value: inverse + root + log + large + n
`;
    const odd = sql`(SELECT make_timestamp(0) AS t, '1' AS decision, '1' AS outcome, 'a' AS channel, 'v' AS version, x
      FROM (VALUES ('0'), ('-4'), ('1'), ('4'), ('abc'), (NULL), ('inf'), ('nan')) v(x))`;
    const { windows } = await measureRows({ monitor, baseline: odd, windows: [odd] });
    const [sum] = Object.values(windows[0]?.[0]?.profile.predictions.custom ?? {});
    expect(sum?.counts).toEqual([3, 3, 2, 1, 3]);
    expect(sum?.sums.map((one) => Number(one?.toFixed(9)))).toEqual([1, 3, 1.386294361, 0, 3]);
  });
});

const [average, cost] = customMetrics(
  parseMonitor(
    `${HEAD}
metrics:
  average: { columns: { a: numeric }, aggregates: { s: sum(a), n: count(*) }, value: s / n }
  cost: { aggregates: { s: count(*) filter (label = '1') }, value: s / rows }
`,
    'm.yaml',
  ),
);
const sumOf = (rows: number, sums: readonly (number | null)[]): CustomSum => ({
  rows,
  values: [rows],
  counts: [rows, rows],
  sums,
  products: [null, null, null],
});

function measure(current: Profile, metric = average) {
  if (!metric) throw new Error('no metric');
  const input = { baseline: emptyProfile, current, frame, segment: null, variant: null };
  return customMetric(metric).measure({
    ...input,
    slices: { baseline: [], current: [] },
  } as unknown as SliceInput);
}

describe('sums of another definition', () => {
  const key = average?.key ?? '';
  const summed = (rows: number): Profile => ({
    ...emptyProfile,
    rows,
    predictions: { custom: { [key]: sumOf(rows, [rows * 2, rows]) } },
  });

  it('are told apart by what is summed alone', () => {
    const keyOf = (metrics: string) =>
      customMetrics(parseMonitor(`${HEAD}\nmetrics:\n  ${metrics}`, 'm.yaml'))[0]?.key;
    const same = [
      'average: { columns: { a: numeric }, aggregates: { s: sum(a), n: count(*) }, value: s / n }',
      'other: { columns: { b: categorical, a: numeric }, aggregates: { x: "SUM( a )", y: count(*) }, value: 2 * x / y }',
    ].map(keyOf);
    expect(same).toEqual([key, key]);
    expect(
      keyOf(
        'average: { columns: { a: numeric }, aggregates: { s: sum(a + 0), n: count(*) }, value: s / n }',
      ),
    ).not.toBe(key);
    expect(
      keyOf(
        'average: { columns: { b: numeric }, aggregates: { s: sum(b), n: count(*) }, value: s / n }',
      ),
    ).not.toBe(key);
  });

  it('give no number, not a wrong one, until every row of the window was summed', () => {
    const before: Profile = {
      ...emptyProfile,
      rows: 30,
      predictions: { custom: { old: sumOf(30, [1, 30]) } },
    };
    expect(measure(summed(10)).value).toBe(2);
    expect(measure(mergeProfiles(before, summed(10)))).toEqual({
      value: null,
      reference: null,
      reason: '30 of 40 rows were read before the monitor file defined it so',
    });
    expect(measure(before).reason).toBe('its rows were read before the monitor file defined it so');
    expect(measure(emptyProfile).reason).toBe('there are no rows');
    expect(measure(summed(10), cost).reason).toBe('no row is labelled');
  });

  it('stay unknown where a sum became too large', () => {
    const large = summed(1);
    const state = { [key]: sumOf(1, [1.7e308, 1]) };
    const twice = custom.merge(state, state);
    expect(JSON.parse(JSON.stringify(custom.merge(twice, state)))[key].sums).toEqual([null, 3]);
    expect(measure({ ...large, rows: 2, predictions: { custom: twice } }).reason).toBe(
      's is too large a sum',
    );
  });

  it('add up in any order, with nothing as identity', () => {
    const count = fc.nat(1000);
    const state = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.record({
        rows: count,
        values: fc.tuple(count),
        counts: fc.tuple(count, count),
        sums: fc.tuple(fc.option(count), fc.option(count)),
        products: fc.tuple(fc.option(count), count, count),
      }),
    );
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        expect(custom.merge(a, b)).toEqual(custom.merge(b, a));
        expect(custom.merge(custom.merge(a, b), c)).toEqual(custom.merge(a, custom.merge(b, c)));
        expect(custom.merge(a, custom.empty(frame))).toEqual(a);
      }),
    );
  });
});

describe('parseFormula', () => {
  const at = (text: string, a: number, b: number) =>
    parseFormula(text, ['a', 'b']).evaluate(
      new Map([
        ['a', a],
        ['b', b],
      ]),
    );

  it.each([
    ['a + b * 2', 13],
    ['(a + b) * 2', 16],
    ['a - b - 1', -3],
    ['-a / b', -0.6],
    ['a / b / 2', 0.3],
    ['greatest(a, b) + least(a, 1.5e0)', 6.5],
    ['sqrt(a + 1) * abs(-b)', 10],
    ['ln(exp(a))', 3],
  ])('%s is %d', (text, value) => {
    expect(at(text, 3, 5).value).toBeCloseTo(value, 12);
  });

  it.each([
    ['a / (b - 5)', 'divides by zero'],
    ['1 / (1 / (b - 5))', 'divides by zero'],
    ['sqrt(a - b)', 'root of less than 0'],
    ['ln(a - 3)', 'logarithm of 0 or less'],
    ['exp(a * 1000)', 'too large'],
  ])('%s has no value: %s', (text, reason) => {
    expect(at(text, 3, 5)).toEqual({ value: null, reason: expect.stringContaining(reason) });
  });

  it('knows what does not grow with the rows', () => {
    const free = [
      'a / b',
      'sqrt(a / b)',
      'ln(a / b) + 1',
      'a * a / (b * b)',
      'least(a / b, 1)',
      'abs(a - b) / a',
    ];
    const growing = ['a', 'a * b', 'a + 1', 'a / b / b', 'ln(a)', 'a / (b + 1)', 'sqrt(a)'];
    expect(free.filter((text) => !parseFormula(text, ['a', 'b']).scaleFree)).toEqual([]);
    expect(growing.filter((text) => parseFormula(text, ['a', 'b']).scaleFree)).toEqual([]);
  });

  it('has the derivatives that finite differences have', () => {
    const positive = fc.double({ min: 0.5, max: 20, noNaN: true });
    const formulas = [
      'a / b',
      'sqrt(a / b) - ln(b / a)',
      'a * b + abs(a - 40)',
      'exp(a / 10) * least(b, 30)',
      '-a / (a + b)',
    ];
    fc.assert(
      fc.property(positive, positive, fc.constantFrom(...formulas), (a, b, text) => {
        const { gradient } = at(text, a, b) as { gradient: ReadonlyMap<string, number> };
        const step = 1e-5;
        const slope = (x: number, y: number) =>
          ((at(text, a + x, b + y).value ?? 0) - (at(text, a - x, b - y).value ?? 0)) / (2 * step);
        expect(gradient.get('a')).toBeCloseTo(slope(step, 0), 4);
        expect(gradient.get('b')).toBeCloseTo(slope(0, step), 4);
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import { CORRELATED_PAIRS, JOINT_FEATURES } from '../../lib/profile/frame.ts';
import { mergeProfiles, type Profile, type Slice } from '../../lib/profile/profile.ts';
import { raw, type Sql } from '../../lib/sql/sql.ts';
import { deviationOfDifference, fisherInterval } from '../../lib/stats/correlation.ts';
import { normalisedDiscountedGain } from '../../lib/stats/discounted-gain.ts';
import { expectedLargest } from '../../lib/stats/expected-maximum.ts';
import { measureSlice, sliceInput } from '../golden/measure.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';

/** Uniform in [0, 1) by row and name, the same in every run. */
const noise = (name: string) => `(md5_number_lower(i || '${name}') % 1000003 / 1000003)`;

/** x and y go together by `strength`; k follows x. */
function rows(from: number, to: number, strength = 1, more = ''): Sql {
  return raw(`(SELECT TIMESTAMP '2026-01-01' + INTERVAL (i % 1400) MINUTE AS t, ['Bern', 'Basel'][1 + i % 2] AS city,
    ${noise('x')} AS x, ${strength} * ${noise('x')} + ${noise('y')} AS y, 1e6 + ${noise('w')} AS w,
    CASE WHEN ${noise('x')} > 0.4 THEN 'high' ELSE 'it''s low' END AS k, 0.1 AS constant ${more}
    FROM range(${from}, ${to}) r(i))`);
}

const FEATURES =
  'features: { x: numeric, y: numeric, w: numeric, k: categorical, constant: numeric }';
const MONITOR = `{ monitor: m, task: binary, columns: { timestamp: t, segments: [city], ${FEATURES} } }`;

const whole = (slices: readonly Slice[] = []): Profile => {
  const found = slices.find(({ segment, variant }) => segment === null && variant === null);
  if (!found) throw new Error('there is no whole');
  return found.profile;
};

describe('features together', () => {
  test('what only the joint distribution shows is found, and what did not change is not', async () => {
    const { frame, windows, measured } = await measureRows({
      monitor: MONITOR,
      baseline: rows(0, 4000),
      windows: [rows(4000, 6000), rows(6000, 8000, -1, ', 1 AS other'), rows(0, 0)],
    });
    const names = frame.components?.features.map(({ column }) => frame.columns[column]?.name);
    expect(names).toEqual(['x', 'y', 'w', 'k']);
    const [calm = [], broken = [], empty = []] = measured;

    const error = valueAt(calm, 'pca_reconstruction_error');
    expect(error.value).toBeGreaterThan((error.reference ?? 0) * 0.97);
    expect(error.value).toBeLessThan((error.reference ?? 0) * 1.03);
    const worse = valueAt(broken, 'pca_reconstruction_error');
    expect(worse.value).toBeGreaterThan((error.reference ?? 0) * 1.1);
    expect(worse.reference).toBe(error.reference);
    const segment = 'city=Bern';
    const inBern = valueAt(broken, 'pca_reconstruction_error', { segment });
    expect(inBern.value).toBeCloseTo(worse.value ?? 0, 1);
    expect(inBern.reference).not.toBe(error.reference);

    const change = valueAt(calm, 'correlation_change');
    expect(change.value).toBeLessThan(3 * (change.chance ?? 0));
    expect(change.low).toBe(0);
    const flipped = valueAt(broken, 'correlation_change');
    expect(flipped.value).toBeGreaterThan(1.3);
    expect(flipped.note).toMatch(/^x and y: correlation 0\.7\d in the baseline, -0\.7\d now$/);
    expect(() => valueAt(broken, 'correlation_change', { segment })).toThrow();
    expect(windows[1]?.[1]?.profile.predictions.products).toBeUndefined();

    for (const name of ['pca_reconstruction_error', 'correlation_change', 'drifted_columns_share'])
      expect(valueAt(empty, name)).toMatchObject({
        value: null,
        reason: expect.stringMatching(/\w/),
      });
  });

  test('the states of two parts add up to that of all rows, whatever their order', async () => {
    const missing = `, CASE WHEN i % 7 = 0 THEN NULL WHEN i % 11 = 0 THEN 'nan' ELSE (i % 5)::VARCHAR END AS z`;
    const { windows } = await measureRows({
      monitor: MONITOR.replace('constant: numeric', 'z: numeric'),
      baseline: rows(0, 500, 1, missing),
      windows: [
        rows(500, 620, 1, missing),
        rows(620, 900, 1, missing),
        rows(500, 900, 1, missing),
        rows(0, 0),
      ],
    });
    const [a, b, all, none] = windows.slice(0, 3).map(whole).concat(emptyOf(windows[3]));
    if (!a || !b || !all || !none) throw new Error('a window is missing');
    for (const merged of [mergeProfiles(a, b), mergeProfiles(b, a)]) expectSums(merged, all);
    expectSums(mergeProfiles(a, none), a);
    expect(all.predictions.reconstruction?.rows).toBe(400);
    expect(all.predictions.products).toHaveLength(6);
  });

  test('of many columns the first ones count, and the pairs that are most correlated', async () => {
    const count = JOINT_FEATURES + 3;
    const wide = (from: number, to: number) => {
      const columns = Array.from({ length: count }, (_, i) =>
        i > 0 && i % 5 === 0
          ? `${noise('n0')} + ${noise(`n${i}`)} AS n${i}`
          : `${noise(`n${i}`)} AS n${i}`,
      );
      return raw(
        `(SELECT TIMESTAMP '2026-01-01' AS t, ${columns.join(', ')} FROM range(${from}, ${to}) r(i))`,
      );
    };
    const features = Array.from({ length: count }, (_, i) => `n${i}: numeric`).join(', ');
    const { frame } = await measureRows({
      monitor: `{ monitor: m, task: binary, columns: { timestamp: t, features: { ${features} } } }`,
      baseline: wide(0, 800),
      windows: [],
    });
    const { features: kept = [], pairs = [], directions = [] } = frame.components ?? {};
    expect(kept.map(({ column }) => column)).toEqual(
      Array.from({ length: JOINT_FEATURES }, (_, i) => i),
    );
    expect(pairs).toHaveLength(CORRELATED_PAIRS);
    for (const pair of [
      [0, 5],
      [0, 10],
      [5, 10],
      [15, 20],
    ])
      expect(pairs).toContainEqual(pair);
    expect(directions.length).toBeLessThanOrEqual(JOINT_FEATURES / 2);
    for (const [i, a] of directions.entries())
      for (const [j, b] of directions.entries())
        expect(a.reduce((sum, x, place) => sum + x * (b[place] ?? 0), 0)).toBeCloseTo(
          i === j ? 1 : 0,
          10,
        );
  });

  test('one feature that varies is not looked at together with another', async () => {
    const { frame, measured } = await measureRows({
      monitor: `{ monitor: m, task: binary, columns: { timestamp: t, features: { x: numeric, constant: numeric } } }`,
      baseline: rows(0, 300),
      windows: [rows(300, 600)],
    });
    expect(frame.components).toBeUndefined();
    expect(() => valueAt(measured[0] ?? [], 'pca_reconstruction_error')).toThrow();
    expect(() => valueAt(measured[0] ?? [], 'correlation_change')).toThrow();
    expect(valueAt(measured[0] ?? [], 'drifted_columns_share').value).toBe(0);
  });
});

test('drifted_columns_share counts features whose psi chance does not explain, in segments too', async () => {
  const { measured } = await measureRows({
    monitor: MONITOR,
    baseline: rows(0, 4000),
    windows: [rows(4000, 6000), rows(4000, 6000, 3), rows(4000, 4030, 3)],
  });
  const [calm = [], shifted = [], few = []] = measured;
  expect(valueAt(calm, 'drifted_columns_share')).toEqual({ value: 0, reference: 0 });
  for (const segment of [null, 'city=Basel']) {
    const found = valueAt(shifted, 'drifted_columns_share', { segment });
    expect(found).toMatchObject({
      value: 1 / 5,
      reference: 0,
      note: expect.stringMatching(/^y \(\d/),
    });
  }
  expect(valueAt(shifted, 'psi', { column: 'y' }).value).toBeGreaterThan(0.2);
  // Of 30 rows, chance alone makes a psi of numbers: only what has few bins can be told.
  expect(valueAt(few, 'psi', { column: 'y' }).chance).toBeGreaterThan(0.05);
  expect(valueAt(few, 'drifted_columns_share').note).toBeUndefined();
});

describe('attributions', () => {
  const attributed = (from: number, to: number, [x, y]: [number, number]) =>
    rows(
      from,
      to,
      1,
      `, ${x} * (${noise('x')} - 0.5) AS x_shap, ${y} * (${noise('y')} - 0.5) AS y_shap,
      CASE WHEN i % 10 = 0 THEN NULL ELSE 0.2 * (${noise('w')} - 0.5) END AS w_shap`,
    );
  const monitor = `{ monitor: m, task: binary, columns: { timestamp: t, segments: [city],
    attributions: { x: x_shap, y: y_shap, w: w_shap } } }`;

  test('are columns of their own, whose ranking is followed', async () => {
    const { frame, baseline, measured } = await measureRows({
      monitor,
      baseline: attributed(0, 2000, [1, 0.5]),
      windows: [attributed(2000, 3000, [1, 0.5]), attributed(2000, 3000, [0.1, 0.5])],
    });
    const roles = frame.columns.filter(({ name }) => name.endsWith('_shap'));
    expect(roles.map(({ role, type }) => [role, type])).toEqual(
      Array.from({ length: 3 }, () => ['attribution', 'numeric']),
    );
    const { magnitude, histogram, extent } = whole(baseline).columns.x_shap ?? {};
    expect((magnitude?.sum ?? 0) / 2000).toBeCloseTo(0.25, 1);
    expect([histogram, extent]).toEqual([undefined, undefined]);
    const [same = [], turned = []] = measured;
    expect(valueAt(same, 'attribution_ndcg')).toEqual({ value: 1, reference: 1 });
    for (const segment of [null, 'city=Bern']) {
      const { value, note } = valueAt(turned, 'attribution_ndcg', { segment });
      // 0.25, 0.125, 0.05 in the baseline; now y, w, x.
      const exact =
        (0.125 + 0.05 / Math.log2(3) + 0.25 / 2) / (0.25 + 0.125 / Math.log2(3) + 0.05 / 2);
      expect(value).toBeCloseTo(exact, 1);
      expect(note).toBe('x from place 1 to 3, y from place 2 to 1, w from place 3 to 2');
    }
  });

  test('are said to be missing, by feature', () => {
    const columns = ['a', 'b'].map((name) => ({
      name,
      role: 'attribution' as const,
      type: 'numeric' as const,
      edges: [],
      decileEdges: [],
      center: 0,
    }));
    const attributions = { age: 'a', income: 'b' };
    const setting = { monitor: 'm', task: 'binary', columns: { timestamp: 't', attributions } };
    const presence = { values: 4, missing: 0, invalid: 0 };
    const profile = (a: number, b: number | null): Profile => ({
      ...sliceInput({}).baseline,
      columns: {
        a: { presence, magnitude: { sum: a } },
        b: b === null ? {} : { presence, magnitude: { sum: b } },
      },
    });
    const measure = (baseline: Profile, current: Profile) =>
      measureSlice(
        'attribution_ndcg',
        sliceInput({ columns, monitor: monitorSchema.parse(setting), baseline, current }),
      );
    expect(measure(profile(2, 1), profile(1, null))).toEqual({
      value: null,
      reference: 1,
      reason: 'no attributions of income',
    });
    expect(measure(profile(0, 0), profile(1, 2))).toMatchObject({ value: null, reference: null });
    expect(measure(profile(2, 1), profile(9, 8))?.value).toBe(1);
    expect(() =>
      monitorSchema.parse({
        ...setting,
        columns: { timestamp: 't', attributions: { age: 'a', income: 'a' } },
      }),
    ).toThrow(/column of attributions of its own/);
  });
});

describe('the statistics behind them', () => {
  test('a correlation of 1 has no interval to speak of, one of 0 a symmetric one', () => {
    expect(fisherInterval(1, 10)).toEqual({ low: 1, high: 1 });
    const { low, high } = fisherInterval(0, 28);
    expect(low).toBeCloseTo(-high, 15);
    // tanh(1.959964 / 5)
    expect(high).toBeCloseTo(0.37304, 4);
  });

  test('the largest of one normal value is expected at the half-normal mean', () => {
    expect(expectedLargest([2])).toBeCloseTo(2 * Math.sqrt(2 / Math.PI), 3);
    expect(expectedLargest([1, 1])).toBeCloseTo(2 / Math.sqrt(Math.PI), 3);
    expect(expectedLargest([])).toBe(0);
    expect(expectedLargest([0, 0])).toBe(0);
  });

  test('the spread of a change falls with rows and with the correlation', () => {
    expect(deviationOfDifference(0, 103, 103)).toBeCloseTo(Math.sqrt(0.02), 12);
    expect(deviationOfDifference(0.9, 103, 103)).toBeCloseTo(0.19 * Math.sqrt(0.02), 12);
  });

  test('discounted gain is 1 where the order is the same, and never more', () => {
    expect(normalisedDiscountedGain([3, 2, 1], [30, 2, 1])).toBe(1);
    expect(normalisedDiscountedGain([3, 3, 1], [5, 5, 0])).toBe(1);
    expect(normalisedDiscountedGain([0, 0], [1, 2])).toBeNaN();
    expect(normalisedDiscountedGain([1, 0], [0, 1])).toBeCloseTo(1 / Math.log2(3), 12);
  });
});

function emptyOf(slices: readonly Slice[] | undefined): Profile {
  return slices?.[0]?.profile ?? sliceInput({}).baseline;
}

/** Sums of some hundred values of size 1. */
function expectSums(a: Profile, b: Profile): void {
  const [x, y] = [a.predictions, b.predictions];
  expect(x.reconstruction?.rows).toBe(y.reconstruction?.rows);
  for (const key of ['sum', 'sumOfSquares'] as const)
    expect(x.reconstruction?.[key]).toBeCloseTo(y.reconstruction?.[key] ?? Number.NaN, 9);
  expect(x.products).toHaveLength(y.products?.length ?? -1);
  for (const [i, sum] of (x.products ?? []).entries())
    expect(sum).toBeCloseTo(y.products?.[i] ?? Number.NaN, 9);
}

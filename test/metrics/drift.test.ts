import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyProfile, type Profile } from '../../lib/profile/profile.ts';
import { raw } from '../../lib/sql/sql.ts';
import { cramerVonMisesP } from '../../lib/stats/cramer-von-mises.ts';
import { measureColumn, measureSlice, sliceInput } from '../golden/measure.ts';
import {
  freezeCategories,
  freezeNumbers,
  summariseCategories,
  summariseNumbers,
} from '../golden/summaries.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';

const baselineValues = Array.from({ length: 500 }, (_, i) => i);
const column = freezeNumbers('x', baselineValues);
const baseline = summariseNumbers(column, baselineValues);
const current = summariseNumbers(column, [10, 20, 30]);

test('wasserstein_normalised divides distance and chance by the baseline\u2019s spread', () => {
  const raw = measureColumn('wasserstein', column, baseline, current);
  const normalised = measureColumn('wasserstein_normalised', column, baseline, current);
  const deviation = measureColumn('std', column, baseline, baseline).value ?? 0;
  expect(normalised.value).toBeCloseTo((raw.value ?? 0) / deviation, 12);
  expect(normalised.chance).toBeCloseTo((raw.chance ?? 0) / deviation, 12);
});

test('a baseline that does not vary has no unit of its own', () => {
  const constant = freezeNumbers('x', [5, 5, 5]);
  const before = summariseNumbers(constant, [5, 5, 5]);
  const now = summariseNumbers(constant, [7, 7]);
  expect(measureColumn('wasserstein', constant, before, now).value).toBeCloseTo(2, 12);
  expect(measureColumn('wasserstein_normalised', constant, before, now)).toMatchObject({
    value: null,
    reference: 0,
  });
});

test('one side without values is nothing to compare, whichever it is', () => {
  const empty = summariseNumbers(column, []);
  for (const name of ['psi', 'jensen_shannon', 'kolmogorov_smirnov', 'wasserstein']) {
    expect(measureColumn(name, column, baseline, empty)).toEqual({
      value: null,
      reference: 0,
      reason: 'there are no values',
    });
    expect(measureColumn(name, column, empty, current)).toEqual({
      value: null,
      reference: null,
      reason: 'the baseline has no values',
    });
  }
});

test('chance falls with the number of rows', () => {
  const chance = (copies: number) => {
    const values = Array.from({ length: copies }, () => [10, 200, 400]).flat();
    return measureColumn('psi', column, baseline, summariseNumbers(column, values)).chance ?? 0;
  };
  expect(chance(1)).toBeCloseTo(9 * (1 / 500 + 1 / 3), 12);
  expect(chance(100)).toBeLessThan(chance(1));
});

describe('distances of numbers', () => {
  const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 60 });
  const of = (name: string, a: readonly number[], b: readonly number[]) => {
    const frozen = freezeNumbers('x', [...a, ...b]);
    return (
      measureColumn(name, frozen, summariseNumbers(frozen, a), summariseNumbers(frozen, b)).value ??
      Number.NaN
    );
  };

  test('scaling the values scales energy_distance by the root, and leaves cramer_von_mises, hellinger and mean_shift alone', () => {
    fc.assert(
      fc.property(values, values, fc.constantFrom(0.5, 4, 64), (a, b, factor) => {
        fc.pre(new Set([...a, ...b]).size > 1 && new Set(a).size > 1);
        const [c, d] = [a, b].map((list) => list.map((x) => x * factor)) as [number[], number[]];
        const energy = of('energy_distance', a, b) * Math.sqrt(factor);
        expect(of('energy_distance', c, d)).toBeCloseTo(energy, 9);
        for (const name of ['cramer_von_mises', 'hellinger', 'mean_shift'])
          expect(of(name, c, d)).toBeCloseTo(of(name, a, b), 9);
      }),
      { numRuns: 60 },
    );
  });

  test('energy_distance obeys the triangle inequality', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const frozen = freezeNumbers('x', [...a, ...b, ...c]);
        const between = (x: number[], y: number[]) =>
          measureColumn(
            'energy_distance',
            frozen,
            summariseNumbers(frozen, x),
            summariseNumbers(frozen, y),
          ).value ?? Number.NaN;
        expect(between(a, c)).toBeLessThanOrEqual(between(a, b) + between(b, c) + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test('without a common value hellinger is 1, and total_variation of categories too', () => {
    expect(of('hellinger', [1, 1, 1, 2], [3, 3, 4])).toBeCloseTo(1, 12);
    const region = freezeCategories('r', { a: 3, b: 2 });
    const [before, now] = [{ a: 3, b: 2 }, { c: 7 }].map((counts) =>
      summariseCategories(region, counts),
    );
    for (const name of ['hellinger', 'total_variation'])
      expect(measureColumn(name, region, before ?? {}, now ?? {}).value).toBeCloseTo(1, 12);
  });

  test('mean_shift is signed, and its interval is Welch\u2019s', () => {
    const up = measureColumn('mean_shift', column, baseline, summariseNumbers(column, [400, 410]));
    const down = measureColumn('mean_shift', column, baseline, summariseNumbers(column, [90, 100]));
    expect(up.value).toBeGreaterThan(0.9);
    expect(down.value).toBeLessThan(-0.9);
    const std = measureColumn('std', column, baseline, baseline).value ?? 0;
    const half = 1.959964 * Math.sqrt(25 / 2 + std ** 2 / 500);
    expect(((up.high ?? 0) - (up.low ?? 0)) / 2).toBeCloseTo(half / std, 6);
    const one = measureColumn('mean_shift', column, baseline, summariseNumbers(column, [400]));
    expect(one.low).toBeUndefined();
  });
});

test('cramer_von_mises_p is below 5 % in 5 % of windows from the baseline, also where values are equal', () => {
  const uniform = randomNumbers(20261123);
  for (const shares of [
    [0.5, 0.5],
    [0.9, 0.1],
    [0.2, 0.3, 0.5],
    new Array<number>(40).fill(1 / 40),
  ]) {
    const draw = (rows: number) => {
      const counts = shares.map(() => 0);
      for (let i = 0; i < rows; i++) {
        let [k, rest] = [0, uniform()];
        while (k < shares.length - 1 && rest >= (shares[k] ?? 0)) rest -= shares[k++] ?? 0;
        counts[k] = (counts[k] ?? 0) + 1;
      }
      return counts;
    };
    const alarms = Array.from({ length: 1000 }, () =>
      cramerVonMisesP(draw(500), draw(120)) < 0.05 ? 1 : 0,
    ).reduce<number>((sum, one) => sum + one, 0);
    // Three standard errors, and a step of the statistic where there are two values.
    expect(alarms, shares.join()).toBeGreaterThan(25);
    expect(alarms, shares.join()).toBeLessThan(75);
  }
});

test('class_balance_change is the change of the positive share, with an interval', async () => {
  const rows = (positives: number) =>
    raw(`(SELECT TIMESTAMP '2026-01-01' AS t, i < ${positives} AS p FROM range(100) r(i))`);
  const { measured } = await measureRows({
    monitor:
      '{ monitor: m, task: binary, columns: { timestamp: t, prediction: p, positive: true } }',
    baseline: rows(30),
    windows: [rows(30), rows(48)],
  });
  const [same, more] = measured.map((values) => valueAt(values, 'class_balance_change'));
  expect(same).toMatchObject({ value: 0, reference: 0 });
  expect(more?.value).toBeCloseTo(0.18, 12);
  expect(more?.low).toBeGreaterThan(0);
  expect(more?.chance).toBeCloseTo(Math.sqrt((2 / Math.PI) * 0.39 * 0.61 * 0.02), 12);
  expect(valueAt(measured[1] ?? [], 'total_variation', { column: 'p' }).value).toBeCloseTo(
    0.18,
    12,
  );
});

test('class_balance_change is unknown where either side decided nothing', () => {
  const none: Profile = emptyProfile;
  const decided: Profile = {
    ...emptyProfile,
    predictions: {
      decisions: { positive: 2, negative: 8, positiveScores: [], negativeScores: [] },
    },
  };
  const reason = (before: Profile, now: Profile) =>
    measureSlice('class_balance_change', sliceInput({ baseline: before, current: now }))?.reason;
  expect(reason(none, decided)).toMatch(/baseline/);
  expect(reason(decided, none)).toMatch(/no decisions/);
  expect(measureSlice('class_balance_change', sliceInput({ task: 'regression' }))).toBeUndefined();
});

/** Mulberry32: uniform on [0, 1). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

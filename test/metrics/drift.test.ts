import { expect, test } from 'vitest';
import { measureColumn } from '../golden/measure.ts';
import { freezeNumbers, summariseNumbers } from '../golden/summaries.ts';

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

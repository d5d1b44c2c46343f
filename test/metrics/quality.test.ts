import { expect, test } from 'vitest';
import type { CategoricalColumn } from '../../lib/profile/column.ts';
import { measureColumn } from '../golden/measure.ts';
import { freezeNumbers, summariseNumbers } from '../golden/summaries.ts';

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
  expect(measureColumn('std', column, baseline, baseline)).toEqual({
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

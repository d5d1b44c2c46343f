import { describe, expect, it } from 'vitest';
import { jensenShannon } from '../../lib/metrics/drift/jensen-shannon.ts';
import { psi } from '../../lib/metrics/drift/psi.ts';
import { newCategoryShare } from '../../lib/metrics/quality/new-category-share.ts';
import type { CategoricalColumn } from '../../lib/profile/column.ts';
import type { ColumnSummary } from '../../lib/profile/column-statistics.ts';

/** A column of which the baseline has a third of its categories once. */
const singles = Array.from({ length: 100 }, (_, i) => `single-${i}`);
const column: CategoricalColumn = {
  ...{ name: 'city', role: 'feature', type: 'categorical', truncated: false },
  categories: ['big', 'other', ...singles],
  ...{ values: 1000, singletons: 100 },
};
const summary = (known: number[], unknown: Record<string, number> = {}): ColumnSummary => {
  const unknownRows = Object.values(unknown).reduce((sum, count) => sum + count, 0);
  const values = known.reduce((sum, count) => sum + count, unknownRows);
  return {
    presence: { values, missing: 0, invalid: 0 },
    categories: { known, unknown, unknownRows },
  };
};
const ones = (count: number) => singles.map((_, i) => (i < count ? 1 : 0));
const baseline = summary([500, 400, ...ones(100)]);
const pOf = (metric: typeof psi, current: ColumnSummary, before = baseline) => {
  const value = metric.measure({ column, baseline: before, current });
  const distance = (value.value ?? 0) - (value.reference ?? 0);
  return value.noise?.().survival(distance) ?? Number.NaN;
};
const fresh = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`new-${i}`, 1]));

describe('values that the baseline lacks', () => {
  it('are no drift where chance brings as many, and are where it does not', () => {
    const usual = summary([50, 40, ...ones(5)], fresh(5));
    for (const metric of [psi, jensenShannon]) expect(pOf(metric, usual)).toBeGreaterThan(0.01);
    const many = summary([30, 20, ...ones(0)], fresh(50));
    for (const metric of [psi, jensenShannon]) expect(pOf(metric, many)).toBeLessThan(1e-3);
  });

  it('are told of by the singletons of a segment, not by those of the whole alone', () => {
    const part = summary([0, 60, ...ones(40)]);
    const current = summary([0, 30, ...ones(10)], fresh(20));
    expect(pOf(newCategoryShare, current, part)).toBeGreaterThan(0.01);
    // The whole has a tenth of singletons: that would be twice as many as chance brings.
    expect(pOf(newCategoryShare, summary([20, 20], fresh(20)), baseline)).toBeLessThan(1e-4);
  });
});

import { describe, expect, test } from 'vitest';
import { alignedCounts } from '../../lib/metrics/drift/aligned-counts.ts';
import type { CategoricalColumn } from '../../lib/profile/column.ts';

const column: CategoricalColumn = {
  name: 'x',
  role: 'feature',
  type: 'categorical',
  categories: ['a', 'b'],
  truncated: false,
};
const side = (known: number[], unknown: Record<string, number>, unknownRows: number) => ({
  categories: { known, unknown, unknownRows },
});

describe('alignedCounts', () => {
  test('of numbers: fine bins summed up to each decile, ends open', () => {
    const numeric = {
      name: 'x',
      role: 'feature',
      type: 'numeric',
      edges: [1, 2, 3, 4],
      decileEdges: [2, 3],
      center: 0,
    } as const;
    const counts = alignedCounts(
      numeric,
      { histogram: [1, 2, 3, 4, 5] },
      { histogram: [10, 0, 0, 0, 20] },
    );
    expect(counts).toEqual({ baseline: [3, 3, 9], current: [10, 0, 20] });
  });

  test('of categories: the unknown ones of either side by name', () => {
    const counts = alignedCounts(
      column,
      side([5, 1], { c: 2 }, 2),
      side([3, 0], { d: 4, c: 1 }, 5),
    );
    expect(counts).toEqual({ baseline: [5, 1, 2, 0], current: [3, 0, 1, 4] });
  });

  test('names that one side may hold without naming them are pooled', () => {
    const counts = alignedCounts(
      column,
      side([5, 1], { c: 2, e: 1 }, 10),
      side([3, 0], { d: 4, c: 1 }, 5),
    );
    expect(counts).toEqual({ baseline: [5, 1, 2, 8], current: [3, 0, 1, 4] });
  });

  test('as many unnamed rows on both sides are still unnamed', () => {
    const counts = alignedCounts(column, side([5, 1], { c: 2 }, 6), side([3, 0], { d: 4 }, 8));
    expect(counts).toEqual({ baseline: [5, 1, 6], current: [3, 0, 8] });
  });

  test('a category may be called like what every object has', () => {
    const counts = alignedCounts(
      column,
      side([1, 1], { constructor: 3 }, 3),
      side([1, 1], { toString: 2 }, 2),
    );
    expect(counts).toEqual({ baseline: [1, 1, 3, 0], current: [1, 1, 0, 2] });
  });
});

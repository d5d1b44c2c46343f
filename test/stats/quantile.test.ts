import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramQuantile, quantileRanks, quantilesAtRanks } from '../../lib/stats/quantile.ts';

test('quantiles from chosen ranks are those of numpy.quantile(method="linear")', () => {
  const sorted = [1, 2, 4, 8, 16];
  const ranks = quantileRanks(sorted.length, 10);
  const quantiles = quantilesAtRanks(
    ranks.map((rank) => sorted[rank] ?? 0),
    sorted.length,
    10,
  );
  // numpy 2.4.6: numpy.quantile([1, 2, 4, 8, 16], numpy.arange(11) / 10)
  expect(quantiles).toEqual([
    1, 1.4, 1.8, 2.4, 3.2, 4, 5.6, 7.199999999999999, 9.600000000000001, 12.8, 16,
  ]);
});

test('few ranks are asked for, none beyond the values', () => {
  expect(quantileRanks(1, 10_000)).toEqual([0]);
  expect(quantileRanks(1_000_000, 4)).toEqual([
    0, 1, 249_999, 250_000, 499_999, 500_000, 749_999, 750_000, 999_999,
  ]);
});

test('a binned quantile is off by half a bin at most', () => {
  const edges = [0, 10, 20, 30];
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 30, noNaN: true }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, level) => {
        const sorted = values.toSorted((a, b) => a - b);
        const counts = [0, 1, 2, 3, 4].map(
          (i) => values.filter((x) => x > (edges[i - 1] ?? -1) && x <= (edges[i] ?? 99)).length,
        );
        const position = level * (sorted.length - 1);
        const [a, b] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
        const exact = a + (b - a) * (position % 1);
        const binned = histogramQuantile(
          { edges, counts, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 },
          level,
        );
        expect(Math.abs((binned ?? Number.NaN) - exact)).toBeLessThanOrEqual(5 + 1e-9);
      },
    ),
  );
});

test('open ends are closed by the extremes, and no values have no quantile', () => {
  expect(histogramQuantile({ edges: [10], counts: [4, 0], min: 2, max: 6 }, 0.5)).toBe(4);
  expect(histogramQuantile({ edges: [10], counts: [0, 3], min: 20, max: 40 }, 0.99)).toBe(30);
  expect(histogramQuantile({ edges: [10], counts: [0, 0], min: 0, max: 0 }, 0.5)).toBeNull();
});

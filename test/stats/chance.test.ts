import { describe, expect, test } from 'vitest';
import { chiSquare } from '../../lib/stats/chi-square.ts';
import {
  expectedJensenShannonDistance,
  expectedStabilityIndex,
  jensenShannonDistance,
  populationStabilityIndex,
} from '../../lib/stats/divergence.ts';
import { expectedLargestDifference } from '../../lib/stats/expected-maximum.ts';
import {
  expectedKolmogorovSmirnovDistance,
  kolmogorovSmirnovDistance,
} from '../../lib/stats/kolmogorov-smirnov.ts';
import { total } from '../../lib/stats/sums.ts';

type Counts = number[];

/** Counts of n draws over bins with these shares; the same on every run. */
function draws(shares: readonly number[], seed: number) {
  let state = seed;
  return (n: number): Counts => {
    const counts = shares.map(() => 0);
    for (let i = 0; i < n; i++) {
      state = (state * 48271) % 2147483647;
      let u = state / 2147483647;
      let bin = 0;
      while (bin < shares.length - 1 && u > (shares[bin] ?? 1)) u -= shares[bin++] ?? 0;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
}

const largestDifference = (a: Counts, b: Counts) =>
  Math.max(...a.map((n, i) => Math.abs(n / total(a) - (b[i] ?? 0) / total(b))));
const root = (f: (a: Counts, b: Counts) => number) => (a: Counts, b: Counts) => f(a, b) ** 2;

describe('what chance is expected to reach is what equal distributions give on average', () => {
  const ten = new Array(10).fill(0.1);
  test.each([
    ['psi', ten, populationStabilityIndex, expectedStabilityIndex, 0.1],
    [
      'jensen_shannon, squared',
      ten,
      root(jensenShannonDistance),
      root(expectedJensenShannonDistance),
      0.1,
    ],
    [
      'kolmogorov_smirnov',
      new Array(400).fill(1 / 400),
      kolmogorovSmirnovDistance,
      (a: Counts, b: Counts) => expectedKolmogorovSmirnovDistance(total(a), total(b)),
      0.1,
    ],
    [
      'chi_square',
      [0.5, 0.3, 0.2],
      (a: Counts, b: Counts) => chiSquare(a, b).statistic,
      (a: Counts, b: Counts) => chiSquare(a, b).degreesOfFreedom,
      0.1,
    ],
    ['l_infinity of two', [0.7, 0.3], largestDifference, expectedLargestDifference, 0.1],
    [
      'l_infinity of a few',
      [0.5, 0.3, 0.1, 0.1],
      largestDifference,
      expectedLargestDifference,
      0.15,
    ],
    [
      'l_infinity of many',
      new Array(60).fill(1 / 60),
      largestDifference,
      expectedLargestDifference,
      0.1,
    ],
  ])('%s', (_, shares, measure, expected, tolerance) => {
    const draw = draws(shares, 12345);
    const runs = Array.from({ length: 300 }, () => [draw(2000), draw(1000)] as const);
    const mean = (f: (a: Counts, b: Counts) => number) =>
      runs.reduce((sum, [a, b]) => sum + f(a, b), 0) / runs.length;
    expect(Math.abs(mean(measure) / mean(expected) - 1)).toBeLessThan(tolerance);
  });
});

import { describe, expect, it } from 'vitest';
import {
  addDifference,
  confidenceSequence,
  type DifferenceSums,
  mixtureBoundary,
  NO_DIFFERENCES,
  varianceOfMean,
} from '../../lib/stats/confidence-sequence.ts';
import { Z95 } from '../../lib/stats/normal.ts';
import { seededRandom } from '../support/random.ts';

const byVariance = (variance: number) => ({ weight: 1 / variance, variance });
const sumsOf = (differences: readonly number[], error = 0.01): DifferenceSums =>
  differences.reduce(
    (sums, one) => addDifference(sums, one, byVariance(error ** 2)),
    NO_DIFFERENCES,
  );

function normals(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const [RUNS, LOOKS, FIRST_LOOK, LEVEL] = [2000, 100, 3, 0.05];

/** Shares of runs in which the truth, 0, was missed at any of the looks. */
function missShares(world: { between: number; unequal: number; shared: number }, seed: number) {
  const normal = normals(seed);
  let [sequence, fixed] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    let sums = NO_DIFFERENCES;
    let [missed, missedFixed] = [false, false];
    for (let look = 1; look <= LOOKS; look++) {
      const variance = Math.exp(world.unequal * normal());
      const difference = normal() * Math.sqrt(variance * (1 - world.shared) + world.between ** 2);
      sums = addDifference(sums, difference, byVariance(variance));
      if (look < FIRST_LOOK) continue;
      const interval = confidenceSequence(sums, LEVEL);
      missed ||= interval !== null && (interval.low > 0 || interval.high < 0);
      const error = Math.sqrt(varianceOfMean(sums));
      missedFixed ||= Math.abs(sums.weighted / sums.weight) > Z95 * error;
    }
    sequence += missed ? 1 / RUNS : 0;
    fixed += missedFixed ? 1 / RUNS : 0;
  }
  return { sequence, fixed };
}

describe('confidenceSequence', () => {
  it.each([
    { between: 0, unequal: 0, shared: 0 },
    { between: 0, unequal: 0.7, shared: 0.8 },
    { between: 0.5, unequal: 0.7, shared: 0.8 },
    { between: 1, unequal: 0, shared: 0 },
    { between: 1, unequal: 0.7, shared: 0 },
    { between: 3, unequal: 0.5, shared: 0 },
  ])(
    'misses in at most 5 % of runs over 100 looks, where a fixed interval misses in far more: %o',
    (world) => {
      const { sequence, fixed } = missShares(world, 20261101);
      expect(sequence).toBeLessThan(LEVEL);
      expect(fixed).toBeGreaterThan(3 * LEVEL);
    },
  );

  it.each([
    ['a week at 1 %, then half of the traffic', (i: number) => (i < 7 ? 20 : 1000), 0.1],
    ['one day a week of ten times the others', (i: number) => (i % 7 === 6 ? 1000 : 100), 0.1],
    [
      'one window in ten of a hundred times the others',
      (i: number) => (i % 10 === 9 ? 5000 : 50),
      0.04,
    ],
    ['shares that only sampling tells apart', (i: number) => (i % 7 === 6 ? 1000 : 100), 0],
  ])('misses in at most 5 %% of runs with %s', (_, rowsOf, between) => {
    const normal = normals(7);
    let missed = 0;
    for (let run = 0; run < RUNS; run++) {
      let sums = NO_DIFFERENCES;
      for (let look = 0; look < 60; look++) {
        const [rows, variance] = [rowsOf(look), 1 / rowsOf(look)];
        const difference = normal() * Math.sqrt(variance + between ** 2);
        sums = addDifference(sums, difference, { weight: rows, variance });
        const interval = look < FIRST_LOOK ? null : confidenceSequence(sums, LEVEL);
        if (!interval || (interval.low <= 0 && interval.high >= 0)) continue;
        missed += 1 / RUNS;
        break;
      }
    }
    expect(missed).toBeLessThan(LEVEL);
  });

  it('finds a difference of one standard error a window within 30 windows', () => {
    const normal = normals(5);
    let found = 0;
    for (let run = 0; run < 200; run++) {
      const interval = confidenceSequence(
        sumsOf(Array.from({ length: 30 }, () => 0.01 + 0.01 * normal())),
        LEVEL,
      );
      if (interval && interval.low > 0) found++;
    }
    expect(found).toBeGreaterThan(170);
  });

  it('has the boundary of the normal mixture', () => {
    // By hand from theorem 2.2 and the optimal rho of appendix B.2 of Waudby-Smith et al. (2024), alpha 0.05, t = 20:
    // rho^2 = (5.99146 + ln 6.99146) / 20 = 0.396808; (1 + 1/7.93615) ln(8.93615 / 0.0025) = 9.21250; its root 3.0352.
    expect(mixtureBoundary(20, 0.05)).toBeCloseTo(3.0352, 4);
  });

  it('takes the error of the mean from the differences', () => {
    // Equal weights 10^4: the sum of squares about 0.03 is 30 10^-4; by 3 it is the sample variance 10^-3, by 4 windows 2.5 10^-4.
    expect(varianceOfMean(sumsOf([0.02, 0.05, -0.01, 0.06]))).toBeCloseTo(2.5e-4, 12);
    // Weights 1, 1, 4 of differences 0, 2, 1 have the mean 1: Birge (1 + 1) / 2 / 6 = 1/6; White (1 + 1) / 36 = 1/18, by
    // 1/2 / (1/2 - 2 66/216 + 1/4) = 18/5 it is 1/5.
    const unequal = [[0, 1] as const, [2, 1] as const, [1, 0.25] as const];
    const sums = unequal.reduce(
      (all, [one, v]) => addDifference(all, one, byVariance(v)),
      NO_DIFFERENCES,
    );
    expect(varianceOfMean(sums)).toBeCloseTo(1 / 5, 12);
  });

  it('is not certain because differences happen to agree', () => {
    const interval = confidenceSequence(sumsOf([0.001, 0.001, 0.001, 0.001, 0.001]), 0.05);
    expect(interval?.low).toBeLessThan(0);
  });

  it('is narrower where both sides scored the same requests', () => {
    const half = (shared: number) => {
      const normal = normals(11);
      const values = Array.from({ length: 30 }, () => 0.01 * Math.sqrt(1 - shared) * normal());
      const interval = confidenceSequence(sumsOf(values), 0.05);
      return ((interval?.high ?? 0) - (interval?.low ?? 0)) / 2;
    };
    expect(half(0.75)).toBeCloseTo(half(0) / 2, 6);
  });

  it('is wider the more windows disagree, and unknown for one', () => {
    const width = (differences: number[]) => {
      const interval = confidenceSequence(sumsOf(differences), 0.05);
      return interval ? interval.high - interval.low : null;
    };
    expect(width([0.02, 0.08, -0.04, 0.02])).toBeGreaterThan(
      width([0.02, 0.02, 0.02, 0.02]) ?? Number.POSITIVE_INFINITY,
    );
    expect(width([0.02])).toBeNull();
  });
});

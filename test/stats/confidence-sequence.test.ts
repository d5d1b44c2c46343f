import { describe, expect, it } from 'vitest';
import {
  addDifference,
  confidenceSequence,
  type DifferenceSums,
  mixtureBoundary,
  NO_DIFFERENCES,
  varianceBetween,
} from '../../lib/stats/confidence-sequence.ts';
import { Z95 } from '../../lib/stats/normal.ts';
import { seededRandom } from '../support/random.ts';

const sumsOf = (differences: readonly number[], error = 0.01): DifferenceSums =>
  differences.reduce((sums, one) => addDifference(sums, one, error ** 2), NO_DIFFERENCES);

function normals(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const [RUNS, LOOKS, FIRST_LOOK, LEVEL] = [2000, 100, 3, 0.05];

/** Shares of runs in which the truth, 0, was missed at any of the looks. */
function missShares(world: { between: number; unequal: number }, seed: number) {
  const normal = normals(seed);
  let [sequence, fixed] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    let sums = NO_DIFFERENCES;
    let [missed, missedFixed] = [false, false];
    for (let look = 1; look <= LOOKS; look++) {
      const variance = Math.exp(world.unequal * normal());
      const difference = normal() * Math.sqrt(variance + world.between ** 2);
      sums = addDifference(sums, difference, variance);
      if (look < FIRST_LOOK) continue;
      const interval = confidenceSequence(sums, LEVEL);
      missed ||= interval !== null && (interval.low > 0 || interval.high < 0);
      const tau = varianceBetween(sums);
      const error = Math.sqrt(sums.weight + tau * sums.weightSquared) / sums.weight;
      missedFixed ||= Math.abs(sums.weighted / sums.weight) > Z95 * error;
    }
    sequence += missed ? 1 / RUNS : 0;
    fixed += missedFixed ? 1 / RUNS : 0;
  }
  return { sequence, fixed };
}

describe('confidenceSequence', () => {
  it.each([
    { between: 0, unequal: 0 },
    { between: 0.5, unequal: 0.5 },
    { between: 1, unequal: 0 },
    { between: 1, unequal: 1 },
    { between: 3, unequal: 0.5 },
  ])(
    'misses in at most 5 % of runs over 100 looks, where a fixed interval misses in far more: %o',
    (world) => {
      const { sequence, fixed } = missShares(world, 20261101);
      expect(sequence).toBeLessThan(LEVEL);
      expect(fixed).toBeGreaterThan(3 * LEVEL);
    },
  );

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

  it('estimates what windows vary by as DerSimonian and Laird do', () => {
    // Equal weights 10^4: Q = 10^4 (1 + 4 + 16 + 9) 10^-4 = 30, tau^2 = (30 - 3) / (4 - 1) 10^-4 = 9 10^-4.
    expect(varianceBetween(sumsOf([0.02, 0.05, -0.01, 0.06]))).toBeCloseTo(9e-4, 10);
    expect(varianceBetween(sumsOf([0.02, 0.021, 0.019, 0.02]))).toBe(0);
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

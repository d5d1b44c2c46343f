import { expectedLargestDifference } from '../../stats/expected-maximum.ts';
import { total } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { binnedNoise } from './binned-noise.ts';
import { isWatchedCategory, NO_INTERVAL, overCounts } from './distance.ts';

export const lInfinity: ColumnMetric = {
  name: 'l_infinity',
  per: 'column',
  family: 'drift',
  description: 'Largest change of any category’s share, 0 to 1.',
  formula: 'max abs(p_k - q_k) over categories k, p and q the shares of baseline and window',
  interval: NO_INTERVAL,
  source: 'NannyML l_infinity; SageMaker Clarify calls it KS',
  unit: 'share',
  worse: 'higher',
  appliesTo: isWatchedCategory,
  measure: (input) =>
    overCounts(input, (a, b) => {
      return {
        value: largestDifference(a, b),
        chance: expectedLargestDifference(a, b),
        noise: () => binnedNoise(a, b, { name: 'l_infinity', power: 2, of: largestDifference }),
      };
    }),
};

function largestDifference(a: readonly number[], b: readonly number[]): number {
  const [n, m] = [total(a), total(b)];
  return Math.max(...a.map((count, i) => Math.abs(count / n - (b[i] ?? 0) / m)));
}

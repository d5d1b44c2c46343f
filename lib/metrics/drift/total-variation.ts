import { totalVariation as distance, expectedTotalVariation } from '../../stats/total-variation.ts';
import type { ColumnMetric } from '../metric.ts';
import { binnedNoise } from './binned-noise.ts';
import { isWatchedCategory, NO_INTERVAL, overCounts } from './distance.ts';

export const totalVariation: ColumnMetric = {
  name: 'total_variation',
  per: 'column',
  family: 'drift',
  description:
    'Total variation distance: the share of rows that would have to change category, 0 to 1; of a prediction column how far the mix of classes moved.',
  formula: '1/2 sum abs(p_k - q_k) over categories k, p and q the shares of baseline and window',
  interval: NO_INTERVAL,
  source: 'SageMaker Clarify TVD; Evidently’s TVD reports a permutation p-value of it instead',
  unit: 'share',
  worse: 'higher',
  appliesTo: isWatchedCategory,
  measure: (input) =>
    overCounts(input, (a, b) => ({
      value: distance(a, b),
      chance: expectedTotalVariation(a, b),
      noise: () => binnedNoise(a, b, { name: 'total_variation', power: 2, of: distance }),
    })),
};

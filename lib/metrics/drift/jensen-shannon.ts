import { expectedJensenShannonDistance, jensenShannonDistance } from '../../stats/divergence.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatched, overCounts } from './distance.ts';

export const jensenShannon: ColumnMetric = {
  name: 'jensen_shannon',
  per: 'column',
  family: 'drift',
  description:
    'Jensen-Shannon distance (root of the divergence in bits, 0 to 1) from the baseline, over the same bins as psi without smoothing.',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatched,
  measure: (input) =>
    overCounts(input, (a, b) => ({
      value: jensenShannonDistance(a, b),
      chance: expectedJensenShannonDistance(a, b),
    })),
};

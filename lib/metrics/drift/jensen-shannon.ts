import { expectedJensenShannonDistance, jensenShannonDistance } from '../../stats/divergence.ts';
import type { ColumnMetric } from '../metric.ts';
import { binnedNoise } from './binned-noise.ts';
import { isWatched, NO_INTERVAL, overCounts } from './distance.ts';

export const jensenShannon: ColumnMetric = {
  name: 'jensen_shannon',
  per: 'column',
  family: 'drift',
  description:
    'Jensen-Shannon distance (root of the divergence in bits, 0 to 1) from the baseline, over the same bins as psi without smoothing.',
  formula:
    'sqrt(1/2 sum (p_k log2(p_k / r_k) + q_k log2(q_k / r_k))), r_k = (p_k + q_k) / 2, over bins k',
  interval: NO_INTERVAL,
  source: 'scipy.spatial.distance.jensenshannon(base=2); NannyML bins numbers otherwise',
  unit: 'none',
  worse: 'higher',
  leastEffect: { max: 0.1, warn: { max: 0.07 } },
  appliesTo: isWatched,
  measure: (input) =>
    overCounts(input, (a, b) => ({
      value: jensenShannonDistance(a, b),
      chance: expectedJensenShannonDistance(a, b),
      noise: () =>
        binnedNoise(a, b, {
          name: 'jensen_shannon',
          power: 2,
          unit: 8 * Math.LN2,
          of: jensenShannonDistance,
        }),
    })),
};

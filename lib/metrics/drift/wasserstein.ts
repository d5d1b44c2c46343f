import { wassersteinNoise } from '../../stats/noise/area-noise.ts';
import { comparedSize } from '../../stats/sums.ts';
import { expectedWassersteinDistance, wassersteinDistance } from '../../stats/wasserstein.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber, NO_INTERVAL, overSamples } from './distance.ts';

export const wasserstein: ColumnMetric = {
  name: 'wasserstein',
  per: 'column',
  family: 'drift',
  description:
    'First Wasserstein distance (earth mover’s) from the baseline, in the column’s own unit; within about 1 % of the exact value.',
  formula:
    'integral abs(F(x) - G(x)) dx, F and G the distribution functions of baseline and window',
  interval: NO_INTERVAL,
  error: { relative: 0.01 },
  source: 'scipy.stats.wasserstein_distance',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatchedNumber,
  measure: (input) =>
    overSamples(input, (edges, a, b) => ({
      value: wassersteinDistance(edges, a, b),
      chance: expectedWassersteinDistance(edges, a, b),
      noise: () => wassersteinNoise(edges, a, comparedSize(a.counts, b.counts)),
    })),
};

import { expectedHellingerDistance, hellingerDistance } from '../../stats/hellinger.ts';
import type { ColumnMetric } from '../metric.ts';
import { binnedNoise } from './binned-noise.ts';
import { isWatched, NO_INTERVAL, overCounts } from './distance.ts';

export const hellinger: ColumnMetric = {
  name: 'hellinger',
  per: 'column',
  family: 'drift',
  description:
    'Hellinger distance (0 to 1) from the baseline, over the same bins as psi without smoothing.',
  formula:
    'sqrt(1/2 sum (sqrt(p_k) - sqrt(q_k))^2) over bins k, p and q the shares of baseline and window',
  interval: NO_INTERVAL,
  source: 'Hellinger (1909); NannyML and Evidently take other bins for numbers, the same formula',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatched,
  measure: (input) =>
    overCounts(input, (a, b) => ({
      value: hellingerDistance(a, b),
      chance: expectedHellingerDistance(a, b),
      noise: () =>
        binnedNoise(a, b, { name: 'hellinger', power: 2, unit: 8, of: hellingerDistance }),
    })),
};

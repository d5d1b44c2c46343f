import { energyDistance as distance, expectedEnergyDistance } from '../../stats/energy.ts';
import { energyNoise } from '../../stats/noise/area-noise.ts';
import { comparedSize } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber, NO_INTERVAL, overSamples } from './distance.ts';

export const energyDistance: ColumnMetric = {
  name: 'energy_distance',
  per: 'column',
  family: 'drift',
  description:
    'Energy distance from the baseline, in the root of the column’s own unit: like wasserstein, but less moved by far tails.',
  formula:
    'sqrt(2 integral (F(x) - G(x))^2 dx), F and G the distribution functions of baseline and window',
  interval: NO_INTERVAL,
  error: { relative: 0.01 },
  source: 'scipy.stats.energy_distance; Evidently’s "ed" is the same',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatchedNumber,
  measure: (input) =>
    overSamples(input, (edges, a, b) => ({
      value: distance(edges, a, b),
      chance: expectedEnergyDistance(edges, a, b),
      noise: () => energyNoise(edges, a, comparedSize(a.counts, b.counts)),
    })),
};

import { scaledNoise } from '../../stats/noise/noise.ts';
import { standardDeviation } from '../../stats/spread.ts';
import { total } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber, NO_INTERVAL } from './distance.ts';
import { wasserstein } from './wasserstein.ts';

export const wassersteinNormalised: ColumnMetric = {
  name: 'wasserstein_normalised',
  per: 'column',
  family: 'drift',
  description:
    'Wasserstein distance divided by the baseline’s standard deviation (population form).',
  formula: 'wasserstein / std of baseline',
  interval: NO_INTERVAL,
  error: { relative: 0.01 },
  source: 'scipy.stats.wasserstein_distance / numpy.std; Evidently divides by 0.001 at least',
  unit: 'none',
  worse: 'higher',
  leastEffect: { max: 0.1, warn: { max: 0.07 } },
  appliesTo: isWatchedNumber,
  measure: (input) => {
    const raw = wasserstein.measure(input);
    if (raw.value === null) return raw;
    const { moments, histogram } = input.baseline;
    const deviation = moments && histogram ? standardDeviation(moments, total(histogram)) : 0;
    if (deviation === 0)
      return { value: null, reference: 0, reason: 'the baseline’s values do not vary' };
    const value = raw.value / deviation;
    if (!Number.isFinite(value))
      return { value: null, reference: 0, reason: 'the baseline’s values hardly vary' };
    const { noise } = raw;
    return {
      value,
      reference: 0,
      ...(raw.chance !== undefined && { chance: raw.chance / deviation }),
      ...(noise && { noise: () => scaledNoise(noise(), deviation) }),
    };
  },
};

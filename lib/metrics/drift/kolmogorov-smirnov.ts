import {
  expectedKolmogorovSmirnovDistance,
  kolmogorovSmirnovDistance,
} from '../../stats/kolmogorov-smirnov.ts';
import { kolmogorovNoise } from '../../stats/noise/kolmogorov-noise.ts';
import { total } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber, NO_INTERVAL, overHistograms } from './distance.ts';

export const kolmogorovSmirnov: ColumnMetric = {
  name: 'kolmogorov_smirnov',
  per: 'column',
  family: 'drift',
  description:
    'Largest difference of the two empirical distribution functions (D, 0 to 1), at the baseline’s fine bin edges.',
  formula:
    'max abs(F(e) - G(e)) over bin edges e, F and G the distribution functions of baseline and window',
  interval: NO_INTERVAL,
  error: { absolute: 0.004 },
  source: 'scipy.stats.ks_2samp; below its D by less than one bin’s share of the baseline',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatchedNumber,
  measure: (input) =>
    overHistograms(input, (a, b) => ({
      value: kolmogorovSmirnovDistance(a, b),
      chance: expectedKolmogorovSmirnovDistance(total(a), total(b)),
      noise: () => kolmogorovNoise(total(a), total(b)),
    })),
};

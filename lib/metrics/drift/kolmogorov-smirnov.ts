import {
  expectedKolmogorovSmirnovDistance,
  kolmogorovSmirnovDistance,
} from '../../stats/kolmogorov-smirnov.ts';
import { total } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber, overHistograms } from './distance.ts';

export const kolmogorovSmirnov: ColumnMetric = {
  name: 'kolmogorov_smirnov',
  per: 'column',
  family: 'drift',
  description:
    'Largest difference of the two empirical distribution functions (D, 0 to 1), at the baseline’s fine bin edges.',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatchedNumber,
  measure: (input) =>
    overHistograms(input, (a, b) => ({
      value: kolmogorovSmirnovDistance(a, b),
      chance: expectedKolmogorovSmirnovDistance(total(a), total(b)),
    })),
};

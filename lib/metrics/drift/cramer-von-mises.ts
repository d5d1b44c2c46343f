import { cramerVonMisesStatistic, expectedCramerVonMises } from '../../stats/cramer-von-mises.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber, NO_INTERVAL, overHistograms } from './distance.ts';

export const cramerVonMises: ColumnMetric = {
  name: 'cramer_von_mises',
  per: 'column',
  family: 'drift',
  description:
    'Two-sample Cramér-von Mises statistic T, at the baseline’s fine bin edges; grows with the number of rows.',
  formula: 'nm/(n+m)^2 sum (F(z) - G(z))^2 over the values z of both samples',
  interval: NO_INTERVAL,
  error: { absolute: 0.005, relative: 0.01 },
  source:
    'Anderson (1962); scipy.stats.cramervonmises_2samp, which differs where values are equal: it grows with n - m even for one distribution',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatchedNumber,
  measure: (input) =>
    overHistograms(input, (a, b) => ({
      value: cramerVonMisesStatistic(a, b),
      chance: expectedCramerVonMises(a, b),
    })),
};

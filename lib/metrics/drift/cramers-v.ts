import { chiSquare } from '../../stats/chi-square.ts';
import { chiSquareNoise } from '../../stats/noise/chi-square-noise.ts';
import { comparedSize } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedCategory, NO_INTERVAL, overCounts } from './distance.ts';

export const cramersV: ColumnMetric = {
  name: 'cramers_v',
  per: 'column',
  family: 'drift',
  description:
    'Cramér’s V of the 2 x K table: chi_square as an effect size from 0 to 1 that does not grow with the number of rows.',
  formula: 'sqrt(chi_square / (n + m))',
  interval: NO_INTERVAL,
  source: 'scipy.stats.contingency.association(method="cramer")',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatchedCategory,
  measure: (input) =>
    overCounts(input, (a, b) => {
      const { statistic, degreesOfFreedom, total } = chiSquare(a, b);
      return {
        value: Math.min(1, Math.sqrt(statistic / total)),
        chance: Math.min(1, Math.sqrt(degreesOfFreedom / total)),
        noise: () =>
          chiSquareNoise({ size: comparedSize(a, b), power: 2, unit: total, degreesOfFreedom }),
      };
    }),
};

import { chiSquare } from '../../stats/chi-square.ts';
import { chiSquareNoise } from '../../stats/noise/chi-square-noise.ts';
import { comparedSize } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedCategory, overCounts } from './distance.ts';

export const chiSquareMetric: ColumnMetric = {
  name: 'chi_square',
  per: 'column',
  family: 'drift',
  description:
    'Pearson’s chi-square statistic of the 2 x K table of categories, without Yates’ correction; grows with the number of rows.',
  formula:
    'nm sum (p_k - q_k)^2 / (a_k + b_k) over categories k with counts a_k and b_k, shares p_k and q_k',
  interval: 'none: see chi_square_p',
  source:
    'scipy.stats.chi2_contingency(correction=False); Evidently takes the baseline’s shares as known (one-sample chi-square)',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatchedCategory,
  measure: (input) =>
    overCounts(input, (a, b) => {
      const { statistic, degreesOfFreedom } = chiSquare(a, b);
      return {
        value: statistic,
        chance: degreesOfFreedom,
        noise: () =>
          chiSquareNoise({ size: comparedSize(a, b), power: 1, unit: 1, degreesOfFreedom }),
      };
    }),
};

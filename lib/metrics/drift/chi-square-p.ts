import { chiSquare, chiSquareSurvival } from '../../stats/chi-square.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedCategory, overCounts } from './distance.ts';

export const chiSquareP: ColumnMetric = {
  name: 'chi_square_p',
  per: 'column',
  family: 'drift',
  description:
    'p-value of chi_square; 1 where there is but one category. With many rows it is small for differences that do not matter.',
  formula: 'P(chi-square with K - 1 degrees of freedom > chi_square)',
  interval: 'none: it is a probability itself',
  source:
    'scipy.stats.chi2_contingency(correction=False); NannyML and SciPy’s default correct 2 x 2 tables by Yates',
  unit: 'none',
  worse: 'lower',
  appliesTo: isWatchedCategory,
  measure: (input) =>
    overCounts(
      input,
      (a, b) => {
        const { statistic, degreesOfFreedom } = chiSquare(a, b);
        return { value: chiSquareSurvival(statistic, degreesOfFreedom) };
      },
      1,
    ),
};

import { chiSquare } from '../../stats/chi-square.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedCategory, overCounts } from './distance.ts';

export const chiSquareMetric: ColumnMetric = {
  name: 'chi_square',
  per: 'column',
  family: 'drift',
  description:
    'Pearson’s chi-square statistic of the 2 x K table of categories, without Yates’ correction; grows with the number of rows.',
  unit: 'none',
  worse: 'higher',
  appliesTo: isWatchedCategory,
  measure: (input) =>
    overCounts(input, (a, b) => {
      const { statistic, degreesOfFreedom } = chiSquare(a, b);
      return { value: statistic, chance: degreesOfFreedom };
    }),
};

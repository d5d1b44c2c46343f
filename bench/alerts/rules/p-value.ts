import { columnValue, watchedColumns } from './columns.ts';
import type { Rule } from './rule.ts';

const SIGNIFICANCE = 0.05;

export const pValue: Rule = {
  name: 'KS p < 0.05',
  source:
    'two-sample Kolmogorov-Smirnov of numbers, chi-square of categories, at the usual 5 %, no correction for the number of tests',
  prepare: (reference) => {
    const columns = watchedColumns(reference);
    return (window) =>
      columns
        .filter((column) => {
          const metric = column.type === 'numeric' ? 'kolmogorov_smirnov_p' : 'chi_square_p';
          return (columnValue(metric, column, reference.whole, window) ?? 1) < SIGNIFICANCE;
        })
        .map(({ name }) => name);
  },
};

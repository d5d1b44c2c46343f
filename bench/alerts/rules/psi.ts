import { columnValue, watchedColumns } from './columns.ts';
import type { Rule } from './rule.ts';

const LIMIT = 0.2;

export const psi: Rule = {
  name: 'PSI > 0.2',
  source:
    'Siddiqi (2006), Credit risk scorecards: above 0.25 a major change, in most tools 0.2; deciles or categories, half a count added to each',
  prepare: (reference) => {
    const columns = watchedColumns(reference);
    return (window) =>
      columns
        .filter((column) => (columnValue('psi', column, reference.whole, window) ?? 0) > LIMIT)
        .map(({ name }) => name);
  },
};

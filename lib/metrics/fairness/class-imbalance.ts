import { wilsonInterval } from '../../stats/interval.ts';
import { facetMetric } from './facet-metric.ts';
import { byRow } from './group-counts.ts';
import { GROUPS } from './rates.ts';

export const classImbalance = facetMetric({
  name: 'class_imbalance',
  description:
    'Class imbalance (CI): how many more rows the others are than this facet value, as a share of all; 1 where this value is hardly there, -1 where it is nearly all.',
  formula: `(n_a - n_d) / (n_a + n_d); ${GROUPS}`,
  interval: 'Wilson, of the facet value’s share of all rows',
  source: 'SageMaker Clarify CI',
  unit: 'none',
  worse: null,
  countedBy: byRow,
  estimate: (d, a) => {
    const all = d.rows + a.rows;
    const share = wilsonInterval(d.rows, all);
    return { value: (a.rows - d.rows) / all, low: 1 - 2 * share.high, high: 1 - 2 * share.low };
  },
});

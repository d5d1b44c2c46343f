import type { SliceMetric } from '../metric.ts';

export const rejected: SliceMetric = {
  name: 'rejected',
  per: 'slice',
  restsOn: 'rows',
  family: 'quality',
  description: 'Rows that could not be read.',
  formula: 'rows of the drop that could not be read',
  interval: 'none: it is a count of all rows',
  source: 'Driftwatch',
  unit: 'count',
  worse: 'higher',
  headline: true,
  appliesTo: () => true,
  measure: ({ rejected: count }) => ({ value: count, reference: null }),
};

import type { SliceMetric } from '../metric.ts';

export const rejected: SliceMetric = {
  name: 'rejected',
  per: 'slice',
  restsOn: 'rows',
  family: 'quality',
  description: 'Rows that could not be read.',
  unit: 'count',
  worse: 'higher',
  headline: true,
  appliesTo: () => true,
  measure: ({ rejected: count }) => ({ value: count, reference: null }),
};

import type { SliceMetric } from '../metric.ts';

export const rows: SliceMetric = {
  name: 'rows',
  per: 'slice',
  restsOn: 'rows',
  family: 'quality',
  description: 'Predictions that were read.',
  unit: 'count',
  worse: null,
  headline: true,
  appliesTo: () => true,
  measure: ({ current }) => ({ value: current.rows, reference: null }),
};

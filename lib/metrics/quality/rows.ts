import type { SliceMetric } from '../metric.ts';

export const rows: SliceMetric = {
  name: 'rows',
  per: 'slice',
  restsOn: 'rows',
  family: 'quality',
  description: 'Predictions that were read.',
  formula: 'predictions of the window',
  interval: 'none: it is a count of all rows',
  source: 'Driftwatch',
  unit: 'count',
  worse: null,
  headline: true,
  appliesTo: () => true,
  measure: ({ current }) => ({ value: current.rows, reference: null }),
};

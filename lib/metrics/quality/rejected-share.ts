import { proportion, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

export const rejectedShare: SliceMetric = {
  name: 'rejected_share',
  per: 'slice',
  restsOn: 'rows and rejects',
  family: 'quality',
  description: 'Share of all rows that could not be read.',
  formula: 'rejected / (rejected + rows)',
  interval: 'Wilson',
  source: 'Driftwatch',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max: 0.05, warn: { max: 0.01 } },
  appliesTo: () => true,
  measure: ({ rejected, current }) =>
    toValue(proportion(rejected, rejected + current.rows, 'there are no rows'), null),
};

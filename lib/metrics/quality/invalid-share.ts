import { proportion } from '../estimate.ts';
import { columnValue, isNumeric, rowsOf } from './column-value.ts';

export const invalidShare = columnValue({
  name: 'invalid_share',
  description:
    'Share of rows whose value is not of the column’s type: text in a numeric column, an infinite number.',
  formula: 'values that are no finite number / rows',
  interval: 'Wilson',
  source: 'SageMaker Model Monitor data_type_check, as a share',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max_rise: 0.01, warn: { max_rise: 0.001 } },
  appliesTo: isNumeric,
  estimate: (summary) =>
    proportion(summary.presence?.invalid ?? 0, rowsOf(summary), 'there are no rows'),
});

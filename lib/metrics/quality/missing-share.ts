import { proportion } from '../estimate.ts';
import { columnValue, rowsOf } from './column-value.ts';

export const missingShare = columnValue({
  name: 'missing_share',
  description: 'Share of rows whose value is NULL, empty or NaN.',
  formula: 'rows without a value / rows',
  interval: 'Wilson',
  source:
    'NannyML MissingValuesCalculator(normalize=True); SageMaker Model Monitor 1 - completeness',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max_rise: 0.05, warn: { max_rise: 0.02 } },
  appliesTo: () => true,
  estimate: (summary) =>
    proportion(summary.presence?.missing ?? 0, rowsOf(summary), 'there are no rows'),
});

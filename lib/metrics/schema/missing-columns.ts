import type { Profile } from '../../profile/profile.ts';
import { schemaMetric } from './schema-metric.ts';

export const missingColumns = schemaMetric({
  name: 'missing_columns',
  description: 'Columns that hold nothing in the whole window, and did in the baseline.',
  formula: 'number of columns with values in the baseline and none in the window',
  source: 'SageMaker Model Monitor missing_column_check',
  find: ({ frame, baseline, current }) => {
    const filled = ({ columns }: Profile, name: string) => {
      const { values = 0, invalid = 0 } = columns[name]?.presence ?? {};
      return values + invalid > 0;
    };
    return frame.columns
      .filter(({ name }) => filled(baseline, name) && !filled(current, name))
      .map(({ name }) => name);
  },
});

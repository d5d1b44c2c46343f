import { standardDeviation } from '../../stats/spread.ts';
import { columnValue, isNumeric, NO_VALUES } from './column-value.ts';

export const std = columnValue({
  name: 'std',
  description: 'Standard deviation of the values, population form (divided by n).',
  unit: 'none',
  worse: null,
  appliesTo: isNumeric,
  estimate: ({ moments, presence }) =>
    moments && presence?.values
      ? { value: standardDeviation(moments, presence.values) }
      : NO_VALUES,
});

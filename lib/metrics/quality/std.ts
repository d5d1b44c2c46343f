import type { Column } from '../../profile/column.ts';
import type { ColumnSummary } from '../../profile/column-statistics.ts';
import { deviationInterval } from '../../stats/deviation-interval.ts';
import { standardDeviation } from '../../stats/spread.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { ColumnMetric } from '../metric.ts';
import { binnedValues, isNumeric, NO_VALUES } from './column-value.ts';

export const std: ColumnMetric = {
  name: 'std',
  per: 'column',
  family: 'quality',
  description: 'Standard deviation of the values, population form (divided by n).',
  formula: 'sqrt(sum (x - mean)^2 / m)',
  interval: 'normal, from the fourth central moment of the bins, whatever the distribution',
  source: 'numpy.std; pandas divides by n - 1',
  unit: 'none',
  worse: null,
  appliesTo: isNumeric,
  measure: ({ column, baseline, current }) =>
    toValue(deviationOf(column, current), deviationOf(column, baseline).value),
};

function deviationOf(column: Column, summary: ColumnSummary): Estimate {
  const count = summary.presence?.values ?? 0;
  if (!summary.moments || count === 0 || column.type !== 'numeric') return NO_VALUES;
  const value = standardDeviation(summary.moments, count);
  const values = binnedValues(column, summary);
  const mean = column.center + summary.moments.sum / count;
  return { value, ...(values && deviationInterval(value, mean, values)) };
}

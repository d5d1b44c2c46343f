import type { ColumnSummary } from '../../profile/column-statistics.ts';
import { meanInterval } from '../../stats/interval.ts';
import { standardDeviation } from '../../stats/spread.ts';
import { type Estimate, toValue, withInterval } from '../estimate.ts';
import type { ColumnMetric } from '../metric.ts';
import { isNumeric, NO_VALUES } from './column-value.ts';

export const mean: ColumnMetric = {
  name: 'mean',
  per: 'column',
  family: 'quality',
  description: 'Mean of the values.',
  formula: 'sum x / m',
  interval: 'normal',
  source: 'numpy.mean',
  unit: 'none',
  worse: null,
  appliesTo: isNumeric,
  measure: ({ column, baseline, current }) => {
    const center = column.type === 'numeric' ? column.center : 0;
    return toValue(meanAround(center, current), meanAround(center, baseline).value);
  },
};

function meanAround(center: number, { moments, presence }: ColumnSummary): Estimate {
  const count = presence?.values ?? 0;
  if (!moments || count === 0) return NO_VALUES;
  const value = center + moments.sum / count;
  return withInterval(value, meanInterval(value, standardDeviation(moments, count), count));
}

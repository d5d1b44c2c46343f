import {
  interpolatedQuantile,
  isBeyond,
  quantileInterval,
} from '../../stats/interpolated-quantile.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { ColumnMetric } from '../metric.ts';
import { binnedValues, hasRange, NO_VALUES } from './column-value.ts';

const BEYOND = 'beyond the baseline’s range, where there are no bins: the value is rough';

/** A quantile of a numeric column, read off its fine bins. `percent`: 1 to 99. */
export function columnQuantile(percent: number): ColumnMetric {
  const level = percent / 100;
  return {
    name: `quantile_p${String(percent).padStart(2, '0')}`,
    per: 'column',
    family: 'quality',
    description:
      percent === 50
        ? 'Median of the values.'
        : `The value that ${percent} % of the values lie below.`,
    formula: `value at rank ${level} (m - 1) of the sorted values, counted from 0, linear between ranks and inside a bin; the error is of the larger of it and p99 - p01, inside the baseline’s range`,
    interval:
      'distribution-free, from the ranks m p -+ 1.96 sqrt(m p (1 - p)); none where they lie outside the sample',
    error: { relative: 0.01 },
    source: 'numpy.quantile(method="linear")',
    unit: 'none',
    worse: null,
    appliesTo: hasRange,
    measure: ({ column, baseline, current }) => {
      const estimate = (summary: typeof current): Estimate => {
        const values = column.type === 'numeric' ? binnedValues(column, summary) : undefined;
        const value = values ? interpolatedQuantile(values, level) : null;
        if (!values || value === null) return NO_VALUES;
        return {
          value,
          ...quantileInterval(values, level),
          ...(isBeyond(values, level) && { note: BEYOND }),
        };
      };
      return toValue(estimate(current), estimate(baseline).value);
    },
  };
}

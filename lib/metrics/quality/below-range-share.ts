import { total } from '../../stats/sums.ts';
import { proportion } from '../estimate.ts';
import { columnValue, hasRange, NO_RANGE } from './column-value.ts';

export const belowRangeShare = columnValue({
  name: 'below_range_share',
  description: 'Share of values below the baseline’s smallest.',
  formula: 'values below the smallest of the baseline / values',
  interval: 'Wilson',
  source:
    'pandera and Great Expectations: values outside the bounds, these learnt from the baseline',
  unit: 'share',
  worse: 'higher',
  appliesTo: hasRange,
  estimate: ({ histogram = [] }) =>
    histogram.length < 3
      ? NO_RANGE
      : proportion(histogram[0] ?? 0, total(histogram), 'there are no values'),
});

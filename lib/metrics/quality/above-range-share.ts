import { total } from '../../stats/sums.ts';
import { proportion } from '../estimate.ts';
import { columnValue, hasRange, NO_RANGE } from './column-value.ts';

export const aboveRangeShare = columnValue({
  name: 'above_range_share',
  description: 'Share of values above the baseline’s largest.',
  formula: 'values above the largest of the baseline / values',
  interval: 'Wilson',
  source:
    'pandera and Great Expectations: values outside the bounds, these learnt from the baseline',
  unit: 'share',
  worse: 'higher',
  appliesTo: hasRange,
  estimate: ({ histogram = [] }) =>
    histogram.length < 3
      ? NO_RANGE
      : proportion(histogram.at(-1) ?? 0, total(histogram), 'there are no values'),
});

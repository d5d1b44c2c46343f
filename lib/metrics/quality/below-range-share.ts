import { rangeShare } from './range-share.ts';

export const belowRangeShare = rangeShare({
  name: 'below_range_share',
  description: 'Share of values below the baseline’s smallest.',
  formula: 'values below the smallest of the baseline / values',
  source:
    'pandera and Great Expectations: values outside the bounds, these learnt from the baseline',
  ends: ['below'],
});

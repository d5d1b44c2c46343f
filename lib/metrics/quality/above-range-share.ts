import { rangeShare } from './range-share.ts';

export const aboveRangeShare = rangeShare({
  name: 'above_range_share',
  description: 'Share of values above the baseline’s largest.',
  formula: 'values above the largest of the baseline / values',
  source:
    'pandera and Great Expectations: values outside the bounds, these learnt from the baseline',
  ends: ['above'],
});

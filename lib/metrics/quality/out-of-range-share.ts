import { rangeShare } from './range-share.ts';

export const outOfRangeShare = rangeShare({
  name: 'out_of_range_share',
  description: 'Share of values below the baseline’s smallest or above its largest.',
  formula: '(values below the smallest of the baseline + values above its largest) / values',
  source: 'Evidently TestShareOfOutRangeValues, its range that of the reference',
  ends: ['below', 'above'],
  defaultThreshold: { max: 0.01, warn: { max: 0.001 } },
});

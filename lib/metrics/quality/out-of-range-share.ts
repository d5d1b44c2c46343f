import { total } from '../../stats/sums.ts';
import { proportion } from '../estimate.ts';
import { columnValue, hasRange, NO_RANGE } from './column-value.ts';

export const outOfRangeShare = columnValue({
  name: 'out_of_range_share',
  description: 'Share of values below the baseline’s smallest or above its largest.',
  formula: '(values below the smallest of the baseline + values above its largest) / values',
  interval: 'Wilson',
  source: 'Evidently TestShareOfOutRangeValues, its range that of the reference',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max: 0.01, warn: { max: 0.001 } },
  appliesTo: hasRange,
  estimate: ({ histogram = [] }) => {
    // The first edge is just below the baseline's minimum and the last is its maximum (`buildEdges`).
    if (histogram.length < 3) return NO_RANGE;
    const outside = (histogram[0] ?? 0) + (histogram.at(-1) ?? 0);
    return proportion(outside, total(histogram), 'there are no values');
  },
});

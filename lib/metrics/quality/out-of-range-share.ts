import { total } from '../../stats/sums.ts';
import { proportion } from '../estimate.ts';
import { columnValue } from './column-value.ts';

export const outOfRangeShare = columnValue({
  name: 'out_of_range_share',
  description: 'Share of values below the baseline’s smallest or above its largest.',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max: 0.01, warn: { max: 0.001 } },
  appliesTo: (column) => column.type === 'numeric' && column.role !== 'latency',
  estimate: ({ histogram = [] }) => {
    // The first edge is just below the baseline's minimum and the last is its maximum (`buildEdges`).
    if (histogram.length < 3) return { value: null, reason: 'the baseline has no values' };
    const outside = (histogram[0] ?? 0) + (histogram.at(-1) ?? 0);
    return proportion(outside, total(histogram), 'there are no values');
  },
});

import { total } from '../../stats/sums.ts';
import { proportion, toValue } from '../estimate.ts';
import type { ColumnMetric, Descriptor } from '../metric.ts';
import { unseenRange } from '../unseen-law.ts';
import { hasRange, NO_RANGE } from './column-value.ts';
import { withUnseenNoise } from './unseen-share.ts';

interface RangeShare extends Omit<Descriptor, 'family' | 'interval' | 'unit' | 'worse'> {
  /** The ends of the baseline's range that values are counted beyond. */
  readonly ends: readonly ('below' | 'above')[];
}

/** The share of values beyond the baseline's range. */
export function rangeShare({ ends, ...descriptor }: RangeShare): ColumnMetric {
  // The first edge is just below the baseline's minimum and the last is its maximum (`buildEdges`).
  const beyond = (histogram: readonly number[]) =>
    total(ends.map((end) => histogram.at(end === 'below' ? 0 : -1) ?? 0));
  const share = (histogram: readonly number[]) =>
    histogram.length < 3
      ? NO_RANGE
      : proportion(beyond(histogram), total(histogram), 'there are no values');
  return {
    ...descriptor,
    per: 'column',
    family: 'quality',
    interval: 'Wilson',
    unit: 'share',
    worse: 'higher',
    appliesTo: hasRange,
    measure: ({ column, baseline, current }) => {
      const [before, now] = [baseline.histogram ?? [], current.histogram ?? []];
      const value = toValue(share(now), share(before).value);
      return withUnseenNoise(value, {
        size: total(now),
        ...unseenRange(column, baseline, ends.length),
        lacked: beyond(before),
      });
    },
  };
}

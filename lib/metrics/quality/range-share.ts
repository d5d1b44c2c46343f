import type { NumericColumn } from '../../profile/column.ts';
import { unseenNoise } from '../../stats/noise/unseen-noise.ts';
import { total } from '../../stats/sums.ts';
import { proportion, toValue } from '../estimate.ts';
import type { ColumnMetric, Descriptor } from '../metric.ts';
import { hasRange, NO_RANGE } from './column-value.ts';

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
      const { values: referenceSize = 0 } = column as NumericColumn;
      if (value.value === null || referenceSize === 0) return value;
      const reference = { count: beyond(before), share: value.reference ?? 0 };
      const law = { size: total(now), referenceSize, hints: ends.length, reference };
      return { ...value, noise: () => unseenNoise(law) };
    },
  };
}

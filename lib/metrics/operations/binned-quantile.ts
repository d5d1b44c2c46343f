import { quantileInterval } from '../../stats/interpolated-quantile.ts';
import { boundedInterval } from '../../stats/interval.ts';
import { type BinnedValues, histogramQuantile } from '../../stats/quantile.ts';
import type { Estimate } from '../estimate.ts';
import type { Descriptor } from '../metric.ts';

/** What a quantile read off edges that are 2 % apart is. */
export const BINNED_QUANTILE = {
  interval:
    'order statistics at the binomial ranks n p -+ z sqrt(n p (1 - p)), read off the histogram; none where these lie outside the sample',
  error: { relative: 0.01 },
  source: 'numpy.quantile, method "linear", of values at the middle of their bin',
} as const satisfies Partial<Descriptor>;

/** A quantile of durations, which are 0 at least, with its interval; unknown where there are none. */
export function binnedQuantile(values: BinnedValues, level: number, reason: string): Estimate {
  const value = histogramQuantile(values, level);
  if (value === null) return { value, reason };
  const interval = quantileInterval(values, level);
  return {
    value,
    ...(interval && boundedInterval(interval, value, 0, Number.POSITIVE_INFINITY)),
  };
}

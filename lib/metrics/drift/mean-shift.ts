import type { ColumnSummary } from '../../profile/column-statistics.ts';
import { normalNoise } from '../../stats/noise/chi-square-noise.ts';
import { Z95 } from '../../stats/normal.ts';
import { standardDeviation } from '../../stats/spread.ts';
import { toValue } from '../estimate.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber } from './distance.ts';

export const meanShift: ColumnMetric = {
  name: 'mean_shift',
  per: 'column',
  family: 'drift',
  description:
    'How far the mean has moved from the baseline’s, in the baseline’s standard deviations (population form); negative where it fell.',
  formula: '(mean of window - mean of baseline) / std of baseline',
  interval: 'normal, variances of both sides (Welch), the baseline’s std taken as known',
  source: 'Glass’s delta (1976), with the population form of the standard deviation',
  unit: 'none',
  worse: null,
  appliesTo: isWatchedNumber,
  measure: ({ baseline, current }) => {
    const before = meanOf(baseline);
    const now = meanOf(current);
    if (!before) return toValue({ value: null, reason: 'the baseline has no values' }, null);
    if (!now) return toValue({ value: null, reason: 'there are no values' }, 0);
    if (before.deviation === 0)
      return toValue({ value: null, reason: 'the baseline’s values do not vary' }, 0);
    const value = (now.mean - before.mean) / before.deviation;
    const error = Math.hypot(
      now.deviation / before.deviation / Math.sqrt(now.count),
      1 / Math.sqrt(before.count),
    );
    return toValue(
      {
        value,
        // Of one value nobody knows how it varies.
        ...(now.count > 1 && { low: value - Z95 * error, high: value + Z95 * error }),
        chance: Math.sqrt((2 / Math.PI) * (1 / now.count + 1 / before.count)),
        noise: () => normalNoise(error, (now.count * before.count) / (now.count + before.count), 2),
      },
      0,
    );
  },
};

/** The mean is counted from the column's center. */
function meanOf({ moments, presence }: ColumnSummary) {
  const count = presence?.values ?? 0;
  if (!moments || count === 0) return undefined;
  return { count, mean: moments.sum / count, deviation: standardDeviation(moments, count) };
}

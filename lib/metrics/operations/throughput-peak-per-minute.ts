import type { Profile } from '../../profile/profile.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

export const throughputPeakPerMinute: SliceMetric = {
  name: 'throughput_peak_per_minute',
  per: 'slice',
  restsOn: 'rows',
  family: 'operations',
  description: 'Predictions per minute in the busiest part of the window.',
  formula:
    'most predictions in a part of time / its minutes; a part is the window / 1,440, rounded up to whole minutes',
  interval: 'none: a count of all rows',
  source: 'own definition',
  unit: 'per_minute',
  worse: null,
  appliesTo: ({ current }) => current.predictions.arrivals !== undefined,
  measure: ({ baseline, current }) => {
    const before = baseline.predictions.arrivals;
    // The longer a part, the lower its peak: what is counted by other parts does not compare.
    const compares = before?.partMinutes === current.predictions.arrivals?.partMinutes;
    return toValue(peak(current), compares ? peak(baseline).value : null);
  },
};

function peak({ predictions: { arrivals } }: Profile): Estimate {
  if (!arrivals || arrivals.rows.length === 0) {
    return { value: null, reason: 'no prediction has a time' };
  }
  return { value: arrivals.rows.reduce((most, n) => Math.max(most, n), 0) / arrivals.partMinutes };
}

import type { SliceMetric } from '../metric.ts';

export const throughputPerMinute: SliceMetric = {
  name: 'throughput_per_minute',
  per: 'slice',
  restsOn: 'rows',
  family: 'operations',
  description: 'Predictions per minute of the window.',
  formula: 'rows / minutes of the window',
  interval: 'none: a count of all rows',
  source: 'own definition',
  unit: 'per_minute',
  worse: null,
  headline: true,
  appliesTo: () => true,
  measure: ({ current, windowMinutes }) =>
    windowMinutes > 0
      ? { value: current.rows / windowMinutes, reference: null }
      : { value: null, reference: null, reason: 'the window has no length' },
};

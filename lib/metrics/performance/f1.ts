import { quotient } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const f1 = outcomeMetric({
  name: 'f1',
  description: 'Harmonic mean of precision and recall.',
  unit: 'share',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.1, warn: { max_drop: 0.05 } },
  estimate: {
    binary: ({ truePositive: hits, falsePositive, falseNegative }) =>
      quotient(
        2 * hits,
        2 * hits + falsePositive + falseNegative,
        'nothing is positive, predicted or actual',
      ),
  },
});

import { absoluteErrorQuantile } from './absolute-error-quantile.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const p90AbsoluteError = outcomeMetric({
  name: 'p90_absolute_error',
  description: 'The absolute error that nine of ten rows stay within.',
  formula:
    '90 % quantile of |predicted - actual|, read off the middle of its bin; bins are 2 % apart',
  interval: 'order statistics at the binomial ranks',
  error: { relative: 0.01 },
  source: 'numpy.quantile(|error|, 0.9), method "linear"',
  unit: 'target',
  worse: 'higher',
  estimate: {
    regression: (outcome, frame) => absoluteErrorQuantile(outcome, frame, 0.9),
  },
});

import { absoluteErrorQuantile } from './absolute-error-quantile.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const medianAbsoluteError = outcomeMetric({
  name: 'median_absolute_error',
  description: 'The absolute error that half of the rows stay within.',
  formula:
    '50 % quantile of |predicted - actual|, read off the middle of its bin; bins are 2 % apart',
  interval: 'order statistics at the binomial ranks',
  error: { relative: 0.01 },
  source: 'scikit-learn median_absolute_error',
  unit: 'target',
  worse: 'higher',
  estimate: {
    regression: (outcome, frame) => absoluteErrorQuantile(outcome, frame, 0.5),
  },
});

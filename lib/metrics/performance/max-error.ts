import { outcomeMetric } from './outcome-metric.ts';

export const maxError = outcomeMetric({
  name: 'max_error',
  description: 'The largest absolute error.',
  formula: 'max of |predicted - actual|',
  interval: 'none: an extreme value has no interval without a model of the tail',
  source: 'scikit-learn max_error',
  unit: 'target',
  worse: 'higher',
  estimate: {
    regression: ({ largestError }) => ({ value: largestError }),
  },
});

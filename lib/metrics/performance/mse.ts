import { outcomeMetric } from './outcome-metric.ts';

export const mse = outcomeMetric({
  name: 'mse',
  description: 'Mean squared error.',
  unit: 'target_squared',
  worse: 'higher',
  estimate: {
    regression: ({ squaredError, labelled }) => ({ value: squaredError / labelled }),
  },
});

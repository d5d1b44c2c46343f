import { meanEstimate, NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const mse = outcomeMetric({
  name: 'mse',
  description: 'Mean squared error.',
  formula: 'mean of (predicted - actual)^2',
  interval: NORMAL,
  source: 'scikit-learn mean_squared_error',
  unit: 'target_squared',
  worse: 'higher',
  estimate: {
    regression: ({ squaredError, fourthError, labelled }) =>
      meanEstimate(squaredError, fourthError, labelled, 0),
  },
});

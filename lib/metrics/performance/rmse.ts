import { mapEstimate, meanEstimate } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const rmse = outcomeMetric({
  name: 'rmse',
  description: 'Root of the mean squared error.',
  formula: 'sqrt(mean of (predicted - actual)^2)',
  interval: 'the root of the ends of mse',
  source: 'scikit-learn root_mean_squared_error',
  unit: 'target',
  worse: 'higher',
  headline: true,
  defaultThreshold: { max_rise: '20%', warn: { max_rise: '10%' } },
  estimate: {
    regression: ({ squaredError, fourthError, labelled }) =>
      mapEstimate(meanEstimate(squaredError, fourthError, labelled, 0), Math.sqrt),
  },
});

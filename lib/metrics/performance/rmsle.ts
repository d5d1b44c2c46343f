import { mapEstimate, meanEstimate } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const rmsle = outcomeMetric({
  name: 'rmsle',
  description:
    'Root of the mean squared difference of ln(1 + predicted) and ln(1 + actual); unknown where a value is -1 or less.',
  formula: 'sqrt(mean of (ln(1 + predicted) - ln(1 + actual))^2)',
  interval: 'the root of the ends of the mean square, which is normal',
  source: 'scikit-learn root_mean_squared_log_error',
  unit: 'none',
  worse: 'higher',
  estimate: {
    regression: ({ squaredLogError, fourthLogError, withoutLogError, labelled }) =>
      withoutLogError > 0
        ? { value: null, reason: 'a prediction or a label is -1 or less and has no log error' }
        : mapEstimate(meanEstimate(squaredLogError, fourthLogError, labelled, 0), Math.sqrt),
  },
});

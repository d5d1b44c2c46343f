import { meanEstimate, NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const mape = outcomeMetric({
  name: 'mape',
  description:
    'Mean absolute error as a fraction of the actual value; where that is 0 it is taken as 2.2e-16, as scikit-learn does.',
  formula: 'mean of |predicted - actual| / max(|actual|, 2.2e-16)',
  interval: NORMAL,
  source: 'scikit-learn mean_absolute_percentage_error',
  unit: 'none',
  worse: 'higher',
  estimate: {
    regression: ({ absolutePercentageError, squaredPercentageError, labelled }) =>
      meanEstimate(absolutePercentageError, squaredPercentageError, labelled, 0),
  },
});

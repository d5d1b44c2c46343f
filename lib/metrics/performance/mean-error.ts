import { meanEstimate, NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const meanError = outcomeMetric({
  name: 'mean_error',
  description: 'Mean of predicted - actual: above 0 the model predicts too much.',
  formula: 'mean of predicted - actual',
  interval: NORMAL,
  source: 'numpy.mean of the errors',
  unit: 'target',
  worse: null,
  estimate: {
    regression: ({ error, squaredError, labelled }) => meanEstimate(error, squaredError, labelled),
  },
});

import { meanEstimate, NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const mae = outcomeMetric({
  name: 'mae',
  description: 'Mean absolute error.',
  formula: 'mean of |predicted - actual|',
  interval: NORMAL,
  source: 'scikit-learn mean_absolute_error',
  unit: 'target',
  worse: 'higher',
  headline: true,
  defaultThreshold: { max_rise: '20%', warn: { max_rise: '10%' } },
  estimate: {
    regression: ({ absoluteError, squaredError, labelled }) =>
      meanEstimate(absoluteError, squaredError, labelled, 0),
  },
});

import { meanInterval } from '../../stats/interval.ts';
import { withInterval } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const meanError = outcomeMetric({
  name: 'mean_error',
  description: 'Mean of predicted - actual: above 0 the model predicts too much.',
  unit: 'target',
  worse: null,
  estimate: {
    regression: ({ error, squaredError, labelled }) => {
      const value = error / labelled;
      const deviation = Math.sqrt(Math.max(0, squaredError / labelled - value * value));
      return withInterval(value, meanInterval(value, deviation, labelled));
    },
  },
});

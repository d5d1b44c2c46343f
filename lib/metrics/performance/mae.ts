import { meanInterval } from '../../stats/interval.ts';
import { withInterval } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const mae = outcomeMetric({
  name: 'mae',
  description: 'Mean absolute error.',
  unit: 'target',
  worse: 'higher',
  headline: true,
  defaultThreshold: { max_rise: '20%', warn: { max_rise: '10%' } },
  estimate: {
    regression: ({ absoluteError, squaredError, labelled }) => {
      const value = absoluteError / labelled;
      const deviation = Math.sqrt(Math.max(0, squaredError / labelled - value * value));
      return withInterval(value, meanInterval(value, deviation, labelled));
    },
  },
});

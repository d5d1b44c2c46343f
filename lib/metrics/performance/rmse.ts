import { outcomeMetric } from './outcome-metric.ts';

export const rmse = outcomeMetric({
  name: 'rmse',
  description: 'Root of the mean squared error.',
  unit: 'target',
  worse: 'higher',
  headline: true,
  defaultThreshold: { max_rise: '20%', warn: { max_rise: '10%' } },
  estimate: {
    regression: ({ squaredError, labelled }) => ({ value: Math.sqrt(squaredError / labelled) }),
  },
});

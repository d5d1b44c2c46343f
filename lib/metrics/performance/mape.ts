import { outcomeMetric } from './outcome-metric.ts';

export const mape = outcomeMetric({
  name: 'mape',
  description:
    'Mean absolute error as a fraction of the actual value; where that is 0 it is taken as 2.2e-16, as scikit-learn does.',
  unit: 'none',
  worse: 'higher',
  estimate: {
    regression: ({ absolutePercentageError, labelled }) => ({
      value: absolutePercentageError / labelled,
    }),
  },
});

import { outcomeMetric } from './outcome-metric.ts';

export const truePositives = outcomeMetric({
  name: 'true_positives',
  description: 'Positive labels that were predicted positive.',
  unit: 'count',
  worse: null,
  estimate: {
    binary: ({ truePositive }) => ({ value: truePositive }),
  },
});

import { outcomeMetric } from './outcome-metric.ts';

export const trueNegatives = outcomeMetric({
  name: 'true_negatives',
  description: 'Negative labels that were predicted negative.',
  unit: 'count',
  worse: null,
  estimate: {
    binary: ({ trueNegative }) => ({ value: trueNegative }),
  },
});

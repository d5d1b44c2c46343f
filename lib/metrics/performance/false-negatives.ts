import { outcomeMetric } from './outcome-metric.ts';

export const falseNegatives = outcomeMetric({
  name: 'false_negatives',
  description: 'Positive labels that were predicted negative.',
  unit: 'count',
  worse: null,
  estimate: {
    binary: ({ falseNegative }) => ({ value: falseNegative }),
  },
});

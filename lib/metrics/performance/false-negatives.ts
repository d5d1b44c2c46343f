import { outcomeMetric } from './outcome-metric.ts';

export const falseNegatives = outcomeMetric({
  name: 'false_negatives',
  description: 'Positive labels that were predicted negative.',
  formula: 'rows predicted negative and actual positive',
  interval: 'none: what was counted is no estimate',
  source: 'scikit-learn confusion_matrix',
  unit: 'count',
  worse: null,
  estimate: {
    binary: ({ falseNegative }) => ({ value: falseNegative }),
  },
});

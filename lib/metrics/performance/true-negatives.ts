import { outcomeMetric } from './outcome-metric.ts';

export const trueNegatives = outcomeMetric({
  name: 'true_negatives',
  description: 'Negative labels that were predicted negative.',
  formula: 'rows predicted and actual negative',
  interval: 'none: what was counted is no estimate',
  source: 'scikit-learn confusion_matrix',
  unit: 'count',
  worse: null,
  estimate: {
    binary: ({ trueNegative }) => ({ value: trueNegative }),
  },
});

import { outcomeMetric } from './outcome-metric.ts';

export const truePositives = outcomeMetric({
  name: 'true_positives',
  description: 'Positive labels that were predicted positive.',
  formula: 'rows predicted and actual positive',
  interval: 'none: what was counted is no estimate',
  source: 'scikit-learn confusion_matrix',
  unit: 'count',
  worse: null,
  estimate: {
    binary: ({ truePositive }) => ({ value: truePositive }),
  },
});

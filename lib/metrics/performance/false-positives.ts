import { outcomeMetric } from './outcome-metric.ts';

export const falsePositives = outcomeMetric({
  name: 'false_positives',
  description: 'Negative labels that were predicted positive.',
  formula: 'rows predicted positive and actual negative',
  interval: 'none: what was counted is no estimate',
  source: 'scikit-learn confusion_matrix',
  unit: 'count',
  worse: null,
  estimate: {
    binary: ({ falsePositive }) => ({ value: falsePositive }),
  },
});

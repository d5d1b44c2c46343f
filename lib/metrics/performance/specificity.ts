import { proportion } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const specificity = outcomeMetric({
  name: 'specificity',
  description: 'Share of negative labels that were predicted negative.',
  formula: 'tn / (tn + fp)',
  interval: 'Wilson',
  source: 'scikit-learn recall_score with pos_label of the negative class',
  unit: 'share',
  worse: 'lower',
  estimate: {
    binary: ({ trueNegative, falsePositive }) =>
      proportion(trueNegative, trueNegative + falsePositive, 'no label is negative'),
  },
});

import { proportion } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const recall = outcomeMetric({
  name: 'recall',
  description: 'Share of positive labels that were predicted positive.',
  formula: 'tp / (tp + fn)',
  interval: 'Wilson',
  source: 'scikit-learn recall_score; it gives 0 where no label is positive',
  unit: 'share',
  worse: 'lower',
  headline: true,
  estimate: {
    binary: ({ truePositive, falseNegative }) =>
      proportion(truePositive, truePositive + falseNegative, 'no label is positive'),
  },
});

import { shareRight } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const weightedRecall = outcomeMetric({
  name: 'weighted_recall',
  description: 'Mean of recall over classes weighted by their labels: the same number as accuracy.',
  formula: 'right / labelled',
  interval: 'Wilson',
  source: 'scikit-learn recall_score with average="weighted"',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: shareRight,
  },
});

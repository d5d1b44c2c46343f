import { shareRight } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const microRecall = outcomeMetric({
  name: 'micro_recall',
  description: 'Recall over all classes at once: with one label a row the same number as accuracy.',
  formula: 'right / labelled',
  interval: 'Wilson',
  source: 'scikit-learn recall_score with average="micro"',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: shareRight,
  },
});

import { shareRight } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const microF1 = outcomeMetric({
  name: 'micro_f1',
  description: 'F1 over all classes at once: with one label a row the same number as accuracy.',
  formula: 'right / labelled',
  interval: 'Wilson',
  source: 'scikit-learn f1_score with average="micro"',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: shareRight,
  },
});

import { shareRight } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const microPrecision = outcomeMetric({
  name: 'micro_precision',
  description:
    'Precision over all classes at once: with one label a row the same number as accuracy.',
  formula: 'right / labelled',
  interval: 'Wilson',
  source: 'scikit-learn precision_score with average="micro"',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: shareRight,
  },
});

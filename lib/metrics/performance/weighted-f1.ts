import { weightedF1 as weightedF1Of } from '../../stats/confusion.ts';
import { confusionTable } from './class-scores.ts';
import { DELTA_METHOD_50, fromConfusion } from './confusion-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const weightedF1 = outcomeMetric({
  name: 'weighted_f1',
  description:
    'Mean of F1 over classes weighted by their labels; a class without a denominator counts 0.',
  formula: 'sum_k actual_k / n x 2 agreed_k / (actual_k + predicted_k)',
  interval: DELTA_METHOD_50,
  source: 'scikit-learn f1_score with average="weighted", zero_division=0',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) =>
      fromConfusion(confusionTable(outcome), weightedF1Of, 'no row is labelled'),
  },
});

import { weightedPrecision as weightedPrecisionOf } from '../../stats/confusion.ts';
import { confusionTable } from './class-scores.ts';
import { DELTA_METHOD_50, fromConfusion } from './confusion-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const weightedPrecision = outcomeMetric({
  name: 'weighted_precision',
  description:
    'Mean of precision over classes weighted by their labels; a class without a denominator counts 0.',
  formula: 'sum_k actual_k / n x agreed_k / predicted_k',
  interval: DELTA_METHOD_50,
  source: 'scikit-learn precision_score with average="weighted", zero_division=0',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) =>
      fromConfusion(confusionTable(outcome), weightedPrecisionOf, 'no row is labelled'),
  },
});

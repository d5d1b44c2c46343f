import { macroF1 as macroF1Of } from '../../stats/confusion.ts';
import { confusionTable } from './class-scores.ts';
import { DELTA_METHOD_50, fromConfusion } from './confusion-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const macroF1 = outcomeMetric({
  name: 'macro_f1',
  description:
    'Mean of F1 over classes, each counting the same; a class without a denominator counts 0.',
  formula: 'mean over classes of 2 agreed_k / (actual_k + predicted_k)',
  interval: DELTA_METHOD_50,
  source: 'scikit-learn f1_score with average="macro", zero_division=0',
  unit: 'share',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.05, warn: { max_drop: 0.02 } },
  estimate: {
    multiclass: (outcome) =>
      fromConfusion(confusionTable(outcome), macroF1Of, 'no row is labelled'),
  },
});

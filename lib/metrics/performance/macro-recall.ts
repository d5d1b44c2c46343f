import { MOVER, meanOfShares } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const macroRecall = outcomeMetric({
  name: 'macro_recall',
  description:
    'Mean of recall over classes, each counting the same; a class without a denominator counts 0.',
  formula: 'mean over classes of agreed_k / actual_k',
  interval: MOVER,
  source: 'scikit-learn recall_score with average="macro", zero_division=0',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) => meanOfShares(outcome, 'actual'),
  },
});

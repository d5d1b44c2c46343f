import { MOVER, meanOfShares } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const macroPrecision = outcomeMetric({
  name: 'macro_precision',
  description:
    'Mean of precision over classes, each counting the same; a class without a denominator counts 0.',
  formula: 'mean over classes of agreed_k / predicted_k',
  interval: MOVER,
  source: 'scikit-learn precision_score with average="macro", zero_division=0',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) => meanOfShares(outcome, 'predicted'),
  },
});

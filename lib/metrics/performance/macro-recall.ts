import { macro } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const macroRecall = outcomeMetric({
  name: 'macro_recall',
  description:
    'Mean of recall over classes, each counting the same; a class without a denominator counts 0.',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) => macro(outcome, 'recall'),
  },
});

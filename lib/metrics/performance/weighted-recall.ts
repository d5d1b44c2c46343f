import { weighted } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const weightedRecall = outcomeMetric({
  name: 'weighted_recall',
  description:
    'Mean of recall over classes weighted by their labels; a class without a denominator counts 0.',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) => weighted(outcome, 'recall'),
  },
});

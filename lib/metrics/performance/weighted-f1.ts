import { weighted } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const weightedF1 = outcomeMetric({
  name: 'weighted_f1',
  description:
    'Mean of F1 over classes weighted by their labels; a class without a denominator counts 0.',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) => weighted(outcome, 'f1'),
  },
});

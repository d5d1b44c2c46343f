import { weighted } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const weightedPrecision = outcomeMetric({
  name: 'weighted_precision',
  description:
    'Mean of precision over classes weighted by their labels; a class without a denominator counts 0.',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) => weighted(outcome, 'precision'),
  },
});

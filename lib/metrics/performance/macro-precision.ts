import { macro } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const macroPrecision = outcomeMetric({
  name: 'macro_precision',
  description:
    'Mean of precision over classes, each counting the same; a class without a denominator counts 0.',
  unit: 'share',
  worse: 'lower',
  estimate: {
    multiclass: (outcome) => macro(outcome, 'precision'),
  },
});

import { macro } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const macroF1 = outcomeMetric({
  name: 'macro_f1',
  description:
    'Mean of F1 over classes, each counting the same; a class without a denominator counts 0.',
  unit: 'share',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.05, warn: { max_drop: 0.02 } },
  estimate: {
    multiclass: (outcome) => macro(outcome, 'f1'),
  },
});

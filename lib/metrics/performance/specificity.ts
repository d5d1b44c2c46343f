import { proportion } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const specificity = outcomeMetric({
  name: 'specificity',
  description: 'Share of negative labels that were predicted negative.',
  unit: 'share',
  worse: 'lower',
  estimate: {
    binary: ({ trueNegative, falsePositive }) =>
      proportion(trueNegative, trueNegative + falsePositive, 'no label is negative'),
  },
});

import { proportion } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const precision = outcomeMetric({
  name: 'precision',
  description: 'Share of positive predictions that were right.',
  unit: 'share',
  worse: 'lower',
  headline: true,
  estimate: {
    binary: ({ truePositive, falsePositive }) =>
      proportion(truePositive, truePositive + falsePositive, 'nothing was predicted positive'),
  },
});

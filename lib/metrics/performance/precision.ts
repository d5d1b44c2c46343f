import { proportion } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const precision = outcomeMetric({
  name: 'precision',
  description: 'Share of positive predictions that were right.',
  formula: 'tp / (tp + fp)',
  interval: 'Wilson',
  source: 'scikit-learn precision_score; it gives 0 where nothing was predicted positive',
  unit: 'share',
  worse: 'lower',
  headline: true,
  estimate: {
    binary: ({ truePositive, falsePositive }) =>
      proportion(truePositive, truePositive + falsePositive, 'nothing was predicted positive'),
  },
});

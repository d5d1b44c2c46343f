import { proportion } from '../estimate.ts';
import { shareRight } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const accuracy = outcomeMetric({
  name: 'accuracy',
  description: 'Share of labelled rows whose prediction was right.',
  formula: 'right / labelled',
  interval: 'Wilson',
  source: 'scikit-learn accuracy_score',
  unit: 'share',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.05, warn: { max_drop: 0.02 } },
  estimate: {
    binary: ({ truePositive, trueNegative, falsePositive, falseNegative }) => {
      const right = truePositive + trueNegative;
      return proportion(right, right + falsePositive + falseNegative, 'no row is labelled');
    },
    multiclass: shareRight,
  },
});

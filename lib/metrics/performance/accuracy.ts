import { proportion } from '../estimate.ts';
import { confusionOf } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const accuracy = outcomeMetric({
  name: 'accuracy',
  description: 'Share of labelled rows whose prediction was right.',
  unit: 'share',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.05, warn: { max_drop: 0.02 } },
  estimate: {
    binary: ({ truePositive, trueNegative, falsePositive, falseNegative }) => {
      const right = truePositive + trueNegative;
      return proportion(right, right + falsePositive + falseNegative, 'no row is labelled');
    },
    multiclass: (outcome) => {
      const { right, labelled } = confusionOf(outcome);
      return proportion(right, labelled, 'no row is labelled');
    },
  },
});

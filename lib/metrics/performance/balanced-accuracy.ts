import { outcomeMetric } from './outcome-metric.ts';

export const balancedAccuracy = outcomeMetric({
  name: 'balanced_accuracy',
  description: 'Mean of recall and specificity.',
  unit: 'share',
  worse: 'lower',
  estimate: {
    binary: ({ truePositive, falsePositive, trueNegative, falseNegative }) => {
      const positives = truePositive + falseNegative;
      const negatives = trueNegative + falsePositive;
      if (positives * negatives === 0)
        return { value: null, reason: 'the labels are of one class only' };
      return { value: (truePositive / positives + trueNegative / negatives) / 2 };
    },
  },
});

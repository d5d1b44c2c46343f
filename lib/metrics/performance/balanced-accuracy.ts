import { boundedInterval, meanOfSharesInterval, wilsonInterval } from '../../stats/interval.ts';
import { MOVER, meanOfShares } from './class-scores.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const balancedAccuracy = outcomeMetric({
  name: 'balanced_accuracy',
  description:
    'Mean over classes of the share of their labels that were predicted right; of a binary model the mean of recall and specificity.',
  formula: 'mean of recall over classes with labels',
  interval: MOVER,
  source: 'scikit-learn balanced_accuracy_score',
  unit: 'share',
  worse: 'lower',
  estimate: {
    binary: ({ truePositive, falsePositive, trueNegative, falseNegative }) => {
      const positives = truePositive + falseNegative;
      const negatives = trueNegative + falsePositive;
      if (positives * negatives === 0)
        return { value: null, reason: 'the labels are of one class only' };
      const share = (right: number, all: number) => ({
        value: right / all,
        ...wilsonInterval(right, all),
      });
      const shares = [share(truePositive, positives), share(trueNegative, negatives)];
      const value = (truePositive / positives + trueNegative / negatives) / 2;
      return { value, ...boundedInterval(meanOfSharesInterval(shares), value, 0, 1) };
    },
    multiclass: (outcome) => meanOfShares(outcome, 'actual', (rows) => rows > 0),
  },
});

import { logitInterval, wilsonInterval } from '../../stats/interval.ts';
import { averagePrecision as averagePrecisionOf } from '../../stats/ranking.ts';
import { total } from '../../stats/sums.ts';
import { withInterval } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const averagePrecision = outcomeMetric({
  name: 'average_precision',
  description: 'Average precision: the area under the precision-recall curve in its step form.',
  formula: 'sum over score bins from the top of (rise of recall) x precision',
  interval: 'Boyd, Eng and Page: normal for the logit, with the positives as its rows; Wilson at 1',
  error: { absolute: 0.002 },
  source: 'scikit-learn average_precision_score',
  unit: 'share',
  worse: 'lower',
  needsScores: true,
  estimate: {
    binary: ({ positiveScores, negativeScores }) => {
      const positives = total(positiveScores);
      if (positives === 0) return { value: null, reason: 'no scored label is positive' };
      const value = Math.min(1, averagePrecisionOf(positiveScores, negativeScores));
      // Boyd, Eng & Page (2013), Area under the precision-recall curve: point estimates and confidence intervals
      const standardError = Math.sqrt((value * (1 - value)) / positives);
      return withInterval(
        value,
        value < 1 ? logitInterval(value, standardError) : wilsonInterval(positives, positives),
      );
    },
  },
});

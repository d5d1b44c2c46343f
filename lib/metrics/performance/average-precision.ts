import { averagePrecision as averagePrecisionOf } from '../../stats/ranking.ts';
import { total } from '../../stats/sums.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const averagePrecision = outcomeMetric({
  name: 'average_precision',
  description: 'Average precision: the area under the precision-recall curve in its step form.',
  unit: 'share',
  worse: 'lower',
  needsScores: true,
  estimate: {
    binary: ({ positiveScores, negativeScores }) => {
      if (total(positiveScores) === 0)
        return { value: null, reason: 'no scored label is positive' };
      return { value: averagePrecisionOf(positiveScores, negativeScores) };
    },
  },
});

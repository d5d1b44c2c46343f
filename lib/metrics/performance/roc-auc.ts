import { hanleyMcNeilInterval } from '../../stats/interval.ts';
import { areaUnderRoc } from '../../stats/ranking.ts';
import { total } from '../../stats/sums.ts';
import { withInterval } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const rocAuc = outcomeMetric({
  name: 'roc_auc',
  description:
    'Area under the ROC curve: the chance that a positive scores higher than a negative; ties count half.',
  unit: 'none',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.05, warn: { max_drop: 0.02 } },
  needsScores: true,
  estimate: {
    binary: ({ positiveScores, negativeScores }) => {
      const positives = total(positiveScores);
      const negatives = total(negativeScores);
      if (positives * negatives === 0)
        return { value: null, reason: 'the scored labels are of one class only' };
      const area = areaUnderRoc(positiveScores, negativeScores);
      return withInterval(area, hanleyMcNeilInterval(area, positives, negatives));
    },
  },
});

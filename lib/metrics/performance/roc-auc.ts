import { areaUnderRocInterval } from '../../stats/delong.ts';
import { areaUnderRoc } from '../../stats/ranking.ts';
import { total } from '../../stats/sums.ts';
import { withInterval } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const rocAuc = outcomeMetric({
  name: 'roc_auc',
  description:
    'Area under the ROC curve: the chance that a positive scores higher than a negative; ties count half.',
  formula: '(pairs in order + ties / 2) / (positives x negatives), scores of a bin being ties',
  interval:
    "DeLong with Student's quantile for the rows of the smaller class, on the logit scale; of fewer than 20 such rows at least Hanley and McNeil's; Wilson where no pair is out of order",
  error: { absolute: 0.001 },
  source: 'scikit-learn roc_auc_score',
  unit: 'none',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.05, warn: { max_drop: 0.02 } },
  needsScores: true,
  estimate: {
    binary: ({ positiveScores, negativeScores }) => {
      if (total(positiveScores) * total(negativeScores) === 0)
        return { value: null, reason: 'the scored labels are of one class only' };
      return withInterval(
        areaUnderRoc(positiveScores, negativeScores),
        areaUnderRocInterval(positiveScores, negativeScores),
      );
    },
  },
});

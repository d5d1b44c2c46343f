import { areaUnderRocInterval } from '../../stats/delong.ts';
import { boundedInterval } from '../../stats/interval.ts';
import { areaUnderRoc } from '../../stats/ranking.ts';
import { total } from '../../stats/sums.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const rocAucOvr = outcomeMetric({
  name: 'roc_auc_ovr',
  description:
    'Area under the ROC curve of every class against the rest by its probability, mean over classes; ties count half.',
  formula: 'mean over classes of roc_auc(probability_k, label = k)',
  interval:
    'DeLong of each class, on the logit scale, their ends averaged as if all erred together: too wide rather than too narrow',
  error: { absolute: 0.001 },
  source:
    'scikit-learn roc_auc_score with multi_class="ovr", average="macro"; it refuses a class without labels, which is left out here',
  unit: 'none',
  worse: 'lower',
  needsScores: true,
  estimate: {
    multiclass: ({ scoresByClass }) => {
      const classes = Object.entries(scoresByClass);
      const both = classes.filter(
        ([, { positives, negatives }]) => total(positives) * total(negatives) > 0,
      );
      if (both.length === 0)
        return { value: null, reason: 'the scored labels are of one class only' };
      const mean = (of: (scores: (typeof both)[number][1]) => number) =>
        both.reduce((sum, [, scores]) => sum + of(scores), 0) / both.length;
      const value = mean(({ positives, negatives }) => areaUnderRoc(positives, negatives));
      const interval = {
        low: mean(({ positives, negatives }) => areaUnderRocInterval(positives, negatives).low),
        high: mean(({ positives, negatives }) => areaUnderRocInterval(positives, negatives).high),
      };
      const left = classes.filter((one) => !both.includes(one)).map(([name]) => name);
      return {
        value,
        ...boundedInterval(interval, value, 0, 1),
        ...(left.length > 0 && { note: `without ${left.join(', ')}: no label, or no other` }),
      };
    },
  },
});

import { boundedInterval, differenceInterval, wilsonInterval } from '../../stats/interval.ts';
import { widestSeparation } from '../../stats/ranking.ts';
import { total } from '../../stats/sums.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const ksOfScores = outcomeMetric({
  name: 'ks_of_scores',
  description:
    'How far the scores of positives and of negatives lie apart: the largest difference of their distribution functions.',
  formula: 'max over score edges of |share of positives above - share of negatives above|',
  interval: 'Newcombe, of the difference of two shares, at the edge where it is largest',
  error: { absolute: 0.004 },
  source: 'scipy.stats.ks_2samp of the scores by label; also called KS score',
  unit: 'share',
  worse: 'lower',
  needsScores: true,
  estimate: {
    binary: ({ positiveScores, negativeScores }) => {
      const positives = total(positiveScores);
      const negatives = total(negativeScores);
      if (positives * negatives === 0)
        return { value: null, reason: 'the scored labels are of one class only' };
      const { positivesAbove, negativesAbove } = widestSeparation(positiveScores, negativeScores);
      const share = (part: number, whole: number) => ({
        value: part / whole,
        ...wilsonInterval(part, whole),
      });
      const shares = [share(positivesAbove, positives), share(negativesAbove, negatives)] as const;
      const [lower, upper] = shares[0].value < shares[1].value ? shares : [shares[1], shares[0]];
      const value = upper.value - lower.value;
      return { value, ...boundedInterval(differenceInterval(upper, lower), value, 0, 1) };
    },
  },
});

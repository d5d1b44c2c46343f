import { boundedInterval } from '../../stats/interval.ts';
import { liftInterval, liftOf } from '../../stats/lift.ts';
import { total } from '../../stats/sums.ts';
import { outcomeMetric } from './outcome-metric.ts';

/** The share of rows with the highest scores. */
const TOP = 0.1;

export const lift = outcomeMetric({
  name: 'lift',
  description:
    'How many times as many positives are in the tenth of rows with the highest scores as in a tenth at random.',
  formula:
    'share of positives in the top tenth / share of positives in all; a score bin that is cut counts in proportion',
  interval: 'delta method, the cut being a quantile of the scores',
  error: { relative: 0.01 },
  source: 'the lift at 10 % of a gains table',
  unit: 'none',
  worse: 'lower',
  needsScores: true,
  estimate: {
    binary: ({ positiveScores, negativeScores }) => {
      const positives = total(positiveScores);
      if (positives === 0) return { value: null, reason: 'no scored label is positive' };
      const value = liftOf(positiveScores, negativeScores, TOP);
      const interval = liftInterval(positiveScores, negativeScores, TOP);
      return { value, ...boundedInterval(interval, value, 0, 1 / TOP) };
    },
  },
});

import { boundedInterval } from '../../stats/interval.ts';
import { Z95 } from '../../stats/normal.ts';
import { r2StandardError } from '../../stats/r2.ts';
import { standardDeviation } from '../../stats/spread.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const r2 = outcomeMetric({
  name: 'r2',
  description:
    'Share of the labels’ variance that the predictions explain; 1 at best, no lower bound.',
  formula: '1 - sum (predicted - actual)^2 / sum (actual - mean)^2',
  interval: 'delta method, from sums of products up to the fourth power',
  source: 'scikit-learn r2_score; it gives 1 or 0 where the labels do not vary',
  unit: 'none',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.1, warn: { max_drop: 0.05 } },
  estimate: {
    regression: (outcome) => {
      const { squaredError, labelled, actual, squaredActual } = outcome;
      const deviation = standardDeviation({ sum: actual, sumOfSquares: squaredActual }, labelled);
      if (deviation === 0) return { value: null, reason: 'the labels do not vary' };
      const value = 1 - squaredError / labelled / (deviation * deviation);
      if (labelled < 3) return { value };
      const half = Z95 * r2StandardError(outcome, value, deviation);
      const interval = { low: value - half, high: value + half };
      return { value, ...boundedInterval(interval, value, Number.NEGATIVE_INFINITY, 1) };
    },
  },
});

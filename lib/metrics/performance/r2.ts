import { standardDeviation } from '../../stats/spread.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const r2 = outcomeMetric({
  name: 'r2',
  description:
    'Share of the labels’ variance that the predictions explain; 1 at best, no lower bound.',
  unit: 'none',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.1, warn: { max_drop: 0.05 } },
  estimate: {
    regression: ({ squaredError, labelled, actual, squaredActual }) => {
      const deviation = standardDeviation({ sum: actual, sumOfSquares: squaredActual }, labelled);
      if (deviation === 0) return { value: null, reason: 'the labels do not vary' };
      return { value: 1 - squaredError / labelled / (deviation * deviation) };
    },
  },
});

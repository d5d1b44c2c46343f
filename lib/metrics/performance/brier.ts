import { quotient } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const brier = outcomeMetric({
  name: 'brier',
  description: 'Brier score: mean squared difference of score and label.',
  unit: 'none',
  worse: 'higher',
  defaultThreshold: { max_rise: '20%', warn: { max_rise: '10%' } },
  needsScores: true,
  estimate: {
    binary: ({ squaredError, scored }) =>
      quotient(squaredError, scored, 'no labelled row has a score'),
  },
});

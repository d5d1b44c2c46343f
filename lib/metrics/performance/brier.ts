import { meanEstimate, NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const brier = outcomeMetric({
  name: 'brier',
  description: 'Brier score: mean squared difference of score and label.',
  formula: 'mean of (score - label)^2',
  interval: NORMAL,
  source: 'scikit-learn brier_score_loss',
  unit: 'none',
  worse: 'higher',
  defaultThreshold: { max_rise: '20%', warn: { max_rise: '10%' } },
  needsScores: true,
  estimate: {
    binary: ({ squaredError, fourthError, scored }) =>
      scored > 0
        ? meanEstimate(squaredError, fourthError, scored, 0)
        : { value: null, reason: 'no labelled row has a score' },
  },
});

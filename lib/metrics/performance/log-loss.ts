import { meanEstimate, NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const logLoss = outcomeMetric({
  name: 'log_loss',
  description: 'Mean of -ln(probability given to what happened), probabilities clipped at 1e-15.',
  formula: 'mean of -ln(p of the label), p clipped to [1e-15, 1 - 1e-15]',
  interval: NORMAL,
  source: 'scikit-learn log_loss; it clips at 2.2e-16 of a double',
  unit: 'nats',
  worse: 'higher',
  headline: true,
  defaultThreshold: { max_rise: '20%', warn: { max_rise: '10%' } },
  needsScores: true,
  estimate: {
    binary: ({ logLoss: sum, squaredLogLoss, scored }) =>
      scored > 0
        ? meanEstimate(sum, squaredLogLoss, scored, 0)
        : { value: null, reason: 'no labelled row has a score' },
    multiclass: ({ logLoss: sum, squaredLogLoss, scored }) =>
      scored > 0
        ? meanEstimate(sum, squaredLogLoss, scored, 0)
        : { value: null, reason: 'no labelled row has every probability' },
  },
});

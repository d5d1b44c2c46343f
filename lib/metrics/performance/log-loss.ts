import { quotient } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const logLoss = outcomeMetric({
  name: 'log_loss',
  description: 'Mean of -ln(probability given to what happened), probabilities clipped at 1e-15.',
  unit: 'nats',
  worse: 'higher',
  headline: true,
  defaultThreshold: { max_rise: '20%', warn: { max_rise: '10%' } },
  needsScores: true,
  estimate: {
    binary: ({ logLoss: sum, scored }) => quotient(sum, scored, 'no labelled row has a score'),
    multiclass: ({ logLoss: sum, scored }) =>
      quotient(sum, scored, 'no labelled row has every probability'),
  },
});

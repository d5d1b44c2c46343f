import { NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';
import { pinballLoss } from './pinball-loss.ts';

export const pinballLossP90 = outcomeMetric({
  name: 'pinball_loss_p90',
  description:
    'Pinball loss of the predictions taken as the 90 % quantile of the label: predicting too little costs nine times too much.',
  formula: 'mean of 0.9 (actual - predicted) above 0, 0.1 (predicted - actual) above 0',
  interval: NORMAL,
  source: 'scikit-learn mean_pinball_loss with alpha=0.9',
  unit: 'target',
  worse: 'higher',
  estimate: {
    regression: (outcome) => pinballLoss(outcome, 0.9),
  },
});

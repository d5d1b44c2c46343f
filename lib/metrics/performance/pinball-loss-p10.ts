import { NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';
import { pinballLoss } from './pinball-loss.ts';

export const pinballLossP10 = outcomeMetric({
  name: 'pinball_loss_p10',
  description:
    'Pinball loss of the predictions taken as the 10 % quantile of the label: predicting too much costs nine times too little.',
  formula: 'mean of 0.1 (actual - predicted) above 0, 0.9 (predicted - actual) above 0',
  interval: NORMAL,
  source: 'scikit-learn mean_pinball_loss with alpha=0.1',
  unit: 'target',
  worse: 'higher',
  estimate: {
    regression: (outcome) => pinballLoss(outcome, 0.1),
  },
});

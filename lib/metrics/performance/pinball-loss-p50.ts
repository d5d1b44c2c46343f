import { NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';
import { pinballLoss } from './pinball-loss.ts';

export const pinballLossP50 = outcomeMetric({
  name: 'pinball_loss_p50',
  description: 'Pinball loss of the predictions taken as the median of the label: half of mae.',
  formula: 'mean of |predicted - actual| / 2',
  interval: NORMAL,
  source: 'scikit-learn mean_pinball_loss with alpha=0.5',
  unit: 'target',
  worse: 'higher',
  estimate: {
    regression: (outcome) => pinballLoss(outcome, 0.5),
  },
});

import { boundedInterval } from '../../stats/interval.ts';
import { meanEstimate, NORMAL } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const smape = outcomeMetric({
  name: 'smape',
  description:
    'Symmetric mean absolute percentage error, 0 to 2: the error as a fraction of the mean size of prediction and label.',
  formula: 'mean of 2 |predicted - actual| / (|predicted| + |actual|), 0 where both are 0',
  interval: NORMAL,
  source:
    'Makridakis (1993), as a fraction of 2 as in the M4 competition; others give half of it, or per cent',
  unit: 'none',
  worse: 'higher',
  estimate: {
    regression: ({ symmetricPercentageError, squaredSymmetricError, labelled }) => {
      const mean = meanEstimate(symmetricPercentageError, squaredSymmetricError, labelled, 0);
      if (mean.value === null || mean.low === undefined || mean.high === undefined) return mean;
      const { value, low, high } = mean;
      return { value, ...boundedInterval({ low, high }, value, 0, 2) };
    },
  },
});

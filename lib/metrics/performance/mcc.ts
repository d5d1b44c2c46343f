import { matthewsCorrelation } from '../../stats/confusion.ts';
import { confusionTable } from './class-scores.ts';
import { binaryTable, DELTA_METHOD_50, fromConfusion } from './confusion-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

const ONE_CLASS = 'predictions or labels are of one class only';

export const mcc = outcomeMetric({
  name: 'mcc',
  description:
    'Matthews correlation of predictions and labels, 1 at best; unknown where either is of one class only.',
  formula:
    'sum_k (n agreed_k - actual_k predicted_k) / sqrt(sum_k actual_k (n - actual_k) sum_k predicted_k (n - predicted_k))',
  interval: DELTA_METHOD_50,
  source: 'scikit-learn matthews_corrcoef; it gives 0 where predictions or labels are of one class',
  unit: 'none',
  worse: 'lower',
  estimate: {
    binary: (outcome) => fromConfusion(binaryTable(outcome), matthewsCorrelation, ONE_CLASS, -1),
    multiclass: (outcome) =>
      fromConfusion(confusionTable(outcome), matthewsCorrelation, ONE_CLASS, -1),
  },
});

import { fBeta } from '../../stats/confusion.ts';
import { binaryTable, DELTA_METHOD, fromConfusion } from './confusion-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const f2 = outcomeMetric({
  name: 'f2',
  description: 'Mean of precision and recall in which recall counts for more, F with beta 2.',
  formula: '5 tp / (5 tp + 4 fn + fp)',
  interval: DELTA_METHOD,
  source: 'scikit-learn fbeta_score with beta=2',
  unit: 'share',
  worse: 'lower',
  estimate: {
    binary: (outcome) =>
      fromConfusion(binaryTable(outcome), fBeta(2, 1), 'nothing is positive, predicted or actual'),
  },
});

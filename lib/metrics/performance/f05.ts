import { fBeta } from '../../stats/confusion.ts';
import { binaryTable, DELTA_METHOD, fromConfusion } from './confusion-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const f05 = outcomeMetric({
  name: 'f05',
  description: 'Mean of precision and recall in which precision counts for more, F with beta 0.5.',
  formula: '1.25 tp / (1.25 tp + 0.25 fn + fp)',
  interval: DELTA_METHOD,
  source: 'scikit-learn fbeta_score with beta=0.5',
  unit: 'share',
  worse: 'lower',
  estimate: {
    binary: (outcome) =>
      fromConfusion(
        binaryTable(outcome),
        fBeta(0.5, 1),
        'nothing is positive, predicted or actual',
      ),
  },
});

import { expectedRecall } from '../../stats/expected-confusion.ts';
import { estimatedMetric, ofConfusion } from './estimated-metric.ts';

export const estimatedRecall = estimatedMetric({
  name: 'estimated_recall',
  description:
    'Recall that is to be expected of all rows, labelled or not, if scores mean what they meant in the baseline.',
  formula:
    'sum of p over rows predicted positive / sum of p over all rows; p the recalibrated score',
  error: { absolute: 0.001 },
  source: 'NannyML CBPE',
  unit: 'share',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (binary)',
  binary: ofConfusion(expectedRecall, 'nothing is expected to be positive'),
});

import { expectedF1 } from '../../stats/expected-confusion.ts';
import { estimatedMetric, ofConfusion } from './estimated-metric.ts';

export const estimatedF1 = estimatedMetric({
  name: 'estimated_f1',
  description:
    'F1 that is to be expected of all rows, labelled or not, if scores mean what they meant in the baseline.',
  formula:
    '2 tp / (2 tp + fp + fn), each the sum of p or 1 - p over its rows; p the recalibrated score',
  error: { absolute: 0.001 },
  source: 'NannyML CBPE',
  unit: 'share',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (binary)',
  binary: ofConfusion(expectedF1, 'nothing is positive, predicted or expected'),
});

import { expectedSpecificity } from '../../stats/expected-confusion.ts';
import { estimatedMetric, ofConfusion } from './estimated-metric.ts';

export const estimatedSpecificity = estimatedMetric({
  name: 'estimated_specificity',
  description:
    'Specificity that is to be expected of all rows, labelled or not, if scores mean what they meant in the baseline.',
  formula:
    'sum of 1 - p over rows predicted negative / sum of 1 - p over all rows; p the recalibrated score',
  error: { absolute: 0.001 },
  source: 'NannyML CBPE',
  unit: 'share',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (binary)',
  binary: ofConfusion(expectedSpecificity, 'nothing is expected to be negative'),
});

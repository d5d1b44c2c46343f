import { expectedPrecision } from '../../stats/expected-confusion.ts';
import { estimatedMetric, ofConfusion } from './estimated-metric.ts';

export const estimatedPrecision = estimatedMetric({
  name: 'estimated_precision',
  description:
    'Precision that is to be expected of all rows, labelled or not, if scores mean what they meant in the baseline.',
  formula:
    'sum of p over rows predicted positive / rows predicted positive; p the recalibrated score',
  error: { absolute: 0.001 },
  source: 'NannyML CBPE',
  unit: 'share',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (binary)',
  binary: ofConfusion(expectedPrecision, 'nothing was predicted positive'),
});

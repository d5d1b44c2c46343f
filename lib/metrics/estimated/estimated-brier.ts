import { expectedBrier } from '../../stats/expected-brier.ts';
import { allRows } from './decided-rows.ts';
import { estimatedMetric, toEstimate } from './estimated-metric.ts';

export const estimatedBrier = estimatedMetric({
  name: 'estimated_brier',
  description:
    'Brier score that is to be expected of all rows, labelled or not, if scores mean what they meant in the baseline.',
  formula: 'mean of p (1 - score)^2 + (1 - p) score^2; p the recalibrated score',
  error: { absolute: 0.001 },
  source: 'scikit-learn brier_score_loss of expected labels',
  unit: 'none',
  worse: 'higher',
  needs: 'scores, and labels in the baseline (binary)',
  binary: (decisions) =>
    toEstimate(
      expectedBrier(decisions.recalibration, allRows(decisions)),
      'no prediction has a score',
    ),
});

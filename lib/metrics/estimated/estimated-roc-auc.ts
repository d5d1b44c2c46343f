import { expectedRocAuc } from '../../stats/expected-ranking.ts';
import { allRows } from './decided-rows.ts';
import { estimatedMetric, RANKING_INTERVAL, toEstimate } from './estimated-metric.ts';

export const estimatedRocAuc = estimatedMetric({
  name: 'estimated_roc_auc',
  description:
    'Area under the ROC curve that is to be expected of all rows, labelled or not, if scores mean what they meant in the baseline.',
  formula:
    'roc_auc where a row counts p as a positive and 1 - p as a negative at its score; p the recalibrated score',
  interval: RANKING_INTERVAL,
  error: { absolute: 0.001 },
  source: 'NannyML CBPE',
  unit: 'none',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (binary)',
  binary: (decisions) =>
    toEstimate(
      expectedRocAuc(decisions.recalibration, allRows(decisions)),
      'only one class is expected',
    ),
});

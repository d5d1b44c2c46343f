import { expectedAveragePrecision } from '../../stats/expected-ranking.ts';
import { allRows } from './decided-rows.ts';
import { estimatedMetric, RANKING_INTERVAL, toEstimate } from './estimated-metric.ts';

export const estimatedAveragePrecision = estimatedMetric({
  name: 'estimated_average_precision',
  description:
    'Average precision that is to be expected of all rows, labelled or not, if scores mean what they meant in the baseline.',
  formula:
    'average_precision where a row counts p as a positive and 1 - p as a negative at its score; p the recalibrated score',
  interval: RANKING_INTERVAL,
  error: { absolute: 0.002 },
  source:
    'scikit-learn average_precision_score of expected labels; NannyML CBPE takes rows of one score one after another',
  unit: 'share',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (binary)',
  binary: (decisions) =>
    toEstimate(
      expectedAveragePrecision(decisions.recalibration, allRows(decisions)),
      'nothing is expected to be positive',
    ),
});

import { expectedRocAuc } from '../../stats/expected-ranking.ts';
import { allRows } from './decided-rows.ts';
import { CLASS_INTERVAL, estimatedMetric, meanOf } from './estimated-metric.ts';

export const estimatedRocAucOvr = estimatedMetric({
  name: 'estimated_roc_auc_ovr',
  description:
    'Mean over classes of the area under the ROC curve, the class against all others, that is to be expected of all rows, labelled or not.',
  formula:
    'mean over classes of roc_auc where a row counts p as a positive and 1 - p as a negative; p the probability of the class, recalibrated alone',
  interval: CLASS_INTERVAL,
  error: { absolute: 0.001 },
  source:
    'scikit-learn roc_auc_score(multi_class="ovr", average="macro") of expected labels; NannyML CBPE makes the probabilities add up to 1 once more',
  unit: 'none',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (multiclass)',
  multiclass: (classes) =>
    meanOf(
      classes.map((decisions) => expectedRocAuc(decisions.recalibration, allRows(decisions))),
      'a class is not expected at all, or alone',
    ),
});

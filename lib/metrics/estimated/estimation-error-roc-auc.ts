import { expectedRocAuc } from '../../stats/expected-ranking.ts';
import { areaUnderRoc } from '../../stats/ranking.ts';
import { total } from '../../stats/sums.ts';
import { allRows, canEstimate, labelledRowsByDecision } from './decided-rows.ts';
import { estimationError } from './estimation-error.ts';

export const estimationErrorRocAuc = estimationError({
  name: 'estimation_error_roc_auc',
  description:
    'By how much the area under the ROC curve was expected to be larger than it was, on the rows that are labelled by now.',
  formula: 'estimated_roc_auc - roc_auc, both over the labelled rows',
  error: { absolute: 0.001 },
  source: 'NannyML compares estimated and realised performance by chunk; own interval',
  unit: 'none',
  worse: 'higher',
  needs: 'labels and scores (binary)',
  appliesTo: (input) => input.frame.outcome.task === 'binary' && canEstimate(input),
  outturn: (input, side) => {
    const { positiveScores = [], negativeScores = [] } = side.outcome.binary ?? {};
    if (total(positiveScores) * total(negativeScores) === 0)
      return 'the scored labels are of one class only';
    const [rows] = labelledRowsByDecision(input, side) ?? [];
    const expected = rows && expectedRocAuc(rows.recalibration, allRows(rows));
    if (!expected) return 'only one class is expected';
    return { expected, realised: areaUnderRoc(positiveScores, negativeScores) };
  },
});

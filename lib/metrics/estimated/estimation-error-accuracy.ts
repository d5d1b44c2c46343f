import { labelledRows } from '../../profile/labelled.ts';
import {
  expectAccuracyOfClasses,
  expectedAccuracy,
  expectScore,
} from '../../stats/expected-confusion.ts';
import { shareRight } from '../performance/class-scores.ts';
import { canEstimate, labelledRowsByDecision } from './decided-rows.ts';
import { estimationError } from './estimation-error.ts';

export const estimationErrorAccuracy = estimationError({
  name: 'estimation_error_accuracy',
  description:
    'By how much accuracy was expected to be higher than it was, on the rows that are labelled by now.',
  formula: 'estimated_accuracy - accuracy, both over the labelled rows',
  error: { absolute: 0.001 },
  source: 'NannyML compares estimated and realised performance by chunk; own interval',
  unit: 'none',
  worse: 'higher',
  needs: 'labels and scores (binary, multiclass)',
  appliesTo: (input) => input.frame.outcome.task !== 'regression' && canEstimate(input),
  outturn: (input, side) => {
    const { binary, multiclass } = side.outcome;
    const labelled = labelledRows(side.outcome);
    const rows = labelledRowsByDecision(input, side);
    const [first] = rows ?? [];
    const expected =
      binary && first
        ? expectScore(first, expectedAccuracy)
        : rows && expectAccuracyOfClasses(rows);
    if (!expected) return 'no labelled row has a score';
    if ((binary ?? multiclass)?.scored !== labelled)
      return 'not every labelled row has a score: the accuracies would be of different rows';
    const realised = binary
      ? (binary.truePositive + binary.trueNegative) / labelled
      : multiclass && shareRight(multiclass).value;
    return typeof realised === 'number' ? { expected, realised } : 'no row is labelled';
  },
});

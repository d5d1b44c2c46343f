import { expectLoss } from '../../stats/expected-loss.ts';
import { total } from '../../stats/sums.ts';
import { estimationError } from './estimation-error.ts';
import { baselineLosses } from './predicted-values.ts';

export const estimationErrorMae = estimationError({
  name: 'estimation_error_mae',
  description:
    'By how much the mean absolute error was expected to be larger than it was, on the rows that are labelled by now; below 0 the model misses by more than in the baseline at the same predictions.',
  formula: 'expected_absolute_error - mae, both over the labelled rows',
  source: 'NannyML compares estimated and realised performance by chunk; own interval',
  unit: 'target',
  worse: 'lower',
  needs: 'labels (regression)',
  appliesTo: (input) => input.frame.outcome.task === 'regression' && baselineLosses(input) !== null,
  outturn: (input, side) => {
    const losses = baselineLosses(input);
    const { rows = [], absoluteError = [] } = side.outcome.regression?.byPrediction ?? {};
    const expected = losses && expectLoss(losses, rows);
    return expected
      ? { expected, realised: total(absoluteError) / total(rows) }
      : 'no row is labelled';
  },
});

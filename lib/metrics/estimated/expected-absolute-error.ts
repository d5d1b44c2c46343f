import { expectLoss } from '../../stats/expected-loss.ts';
import { meanInterval } from '../../stats/interval.ts';
import { type Estimate, toValue, withInterval } from '../estimate.ts';
import type { SliceInput, SliceMetric } from '../metric.ts';
import { baselineLosses, predictedRows } from './predicted-values.ts';

export const expectedAbsoluteError: SliceMetric = {
  name: 'expected_absolute_error',
  per: 'slice',
  restsOn: 'rows',
  family: 'estimated_performance',
  description:
    'Mean absolute error that is to be expected of all rows, labelled or not, if predictions of a size miss by what they missed by in the baseline; it sees a shift of the predictions, nothing else.',
  formula:
    'mean over rows of the mean |predicted - actual| of the baseline rows in the same of some 20 bins of the predicted value',
  interval:
    'normal: chance of the errors within the bins and of their baseline means; not that the model has become worse within a bin',
  source:
    'own: direct loss estimation from the prediction alone; NannyML DLE fits a gradient boosting model to all features',
  unit: 'target',
  worse: 'higher',
  needs: 'labels in the baseline (regression)',
  headline: true,
  defaultThreshold: { warn: { max_rise: '20%' } },
  appliesTo: (input) =>
    input.frame.outcome.task === 'regression' &&
    baselineLosses(input) !== null &&
    predictedRows(input, input.baseline) !== null,
  measure: (input) => {
    const estimateOf = (side: SliceInput['current']): Estimate => {
      const losses = baselineLosses(input);
      const rows = predictedRows(input, side);
      const expectation = losses && rows && expectLoss(losses, rows);
      if (!expectation) return { value: null, reason: 'there are no predictions' };
      const { value, standardError } = expectation;
      const { low, high } = meanInterval(value, standardError, 1);
      return withInterval(value, { low: Math.max(0, low), high });
    };
    return toValue(estimateOf(input.current), estimateOf(input.baseline).value);
  },
};

import { chiSquareSurvival } from '../../stats/chi-square.ts';
import { conditionalChangeTest } from '../../stats/conditional-change.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceInput, SliceMetric } from '../metric.ts';
import { labelGivenPredictionChange } from './label-given-prediction-change.ts';
import { predictionStrata } from './prediction-strata.ts';

/** From so many rows of the window a mean of errors is near enough to normal. */
const LEAST_ROWS = 30;

export const labelGivenPredictionP: SliceMetric = {
  name: 'label_given_prediction_p',
  per: 'slice',
  needs: 'labels (regression)',
  restsOn: 'labels',
  family: 'concept_drift',
  description: 'p-value that at the same predictions labels are as high as in the baseline.',
  formula:
    'chi-square over the bins of label_given_prediction_change, joined to 30 rows of the window: (sum of actual - predicted beyond the baseline’s means)^2 / variance pooled in every bin',
  interval: 'none: a p-value',
  source: 'sum of squared z-tests of the errors’ means, bin by bin',
  unit: 'none',
  worse: 'lower',
  appliesTo: labelGivenPredictionChange.appliesTo,
  measure: ({ baseline, current }) =>
    toValue(estimate(baseline, current), estimate(baseline, baseline).value),
};

function estimate(before: SliceInput['baseline'], now: SliceInput['current']): Estimate {
  const strata = predictionStrata(
    before.outcome.regression?.byPrediction,
    now.outcome.regression?.byPrediction,
  );
  if ('reason' in strata) return { value: null, ...strata };
  const { statistic, degreesOfFreedom } = conditionalChangeTest(
    strata,
    ({ rows }) => rows >= LEAST_ROWS,
  );
  return { value: chiSquareSurvival(statistic, degreesOfFreedom) };
}

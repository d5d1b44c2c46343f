import { conditionalChange } from '../../stats/conditional-change.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceInput, SliceMetric } from '../metric.ts';
import { predictionStrata } from './prediction-strata.ts';

export const labelGivenPredictionChange: SliceMetric = {
  name: 'label_given_prediction_change',
  per: 'slice',
  needs: 'labels (regression)',
  restsOn: 'labels',
  family: 'concept_drift',
  description: 'By how much labels are higher than the baseline’s were at the same predictions.',
  formula:
    'sum over bins of the predicted value of share of the window’s rows x (mean of actual - predicted of the window - of the baseline); up to 50 bins, those with two rows on both sides',
  interval: 'normal, variance of the errors of both sides in every bin',
  source: 'direct standardisation by prediction',
  unit: 'target',
  worse: null,
  appliesTo: ({ frame: { outcome } }: SliceInput) =>
    outcome.task === 'regression' &&
    outcome.predictionEdges.length > 0 &&
    outcome.missAbove !== null,
  measure: ({ baseline, current }) =>
    toValue(estimate(baseline, current), estimate(baseline, baseline).value),
};

function estimate(before: SliceInput['baseline'], now: SliceInput['current']): Estimate {
  const strata = predictionStrata(
    before.outcome.regression?.byPrediction,
    now.outcome.regression?.byPrediction,
  );
  return 'reason' in strata ? { value: null, ...strata } : conditionalChange(strata);
}

import { JOINT_FEATURES } from '../../profile/frame.ts';
import type { Reconstruction } from '../../profile/statistics/reconstruction.ts';
import { meanInterval } from '../../stats/interval.ts';
import { type Estimate, toValue, withInterval } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

export const pcaReconstructionError: SliceMetric = {
  name: 'pca_reconstruction_error',
  per: 'slice',
  restsOn: 'rows',
  family: 'drift',
  description:
    'How far rows lie from what the principal components of the baseline keep of them: rises where features no longer go together as they did.',
  formula: `mean of |z - VV'z| over rows; z: the first ${JOINT_FEATURES} features, standardised by the baseline, missing values imputed by mean or most frequent category, a category encoded by its share; V: components of 65 % of the variance`,
  interval: 'normal, of a mean',
  source:
    'NannyML DataReconstructionDriftCalculator, which takes every feature and names every category (here: 100), and constants too',
  unit: 'none',
  worse: 'higher',
  appliesTo: ({ frame, baseline, current }) =>
    (frame.components?.directions.length ?? 0) > 0 &&
    (baseline.predictions.reconstruction ?? current.predictions.reconstruction) !== undefined,
  measure: ({ baseline, current }) =>
    toValue(
      meanError(current.predictions.reconstruction),
      meanError(baseline.predictions.reconstruction).value,
    ),
};

function meanError(state: Reconstruction | undefined): Estimate {
  if (state === undefined || state.rows === 0) return { value: null, reason: 'there are no rows' };
  const { rows, sum, sumOfSquares } = state;
  const mean = sum / rows;
  const deviation = Math.sqrt(Math.max(0, sumOfSquares / rows - mean * mean));
  return withInterval(mean, meanInterval(mean, deviation, rows));
}

import type { RegressionOutcome } from '../../profile/statistics/regression.ts';
import type { Estimate } from '../estimate.ts';
import { meanEstimate } from './mean-estimate.ts';

/**
 * Mean pinball loss of predictions of the `level` quantile: of an error e = predicted - actual it is |e| / 2 + (1/2 - level) e, so
 * that the sums of e, |e|, e^2 and e |e| give it and its spread.
 *
 * @see sklearn.metrics.mean_pinball_loss
 */
export function pinballLoss(
  { error, absoluteError, squaredError, signedSquaredError, labelled }: RegressionOutcome,
  level: number,
): Estimate {
  const tilt = 0.5 - level;
  return meanEstimate(
    absoluteError / 2 + tilt * error,
    (0.25 + tilt * tilt) * squaredError + tilt * signedSquaredError,
    labelled,
    0,
  );
}

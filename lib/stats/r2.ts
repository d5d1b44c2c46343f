import type { RegressionOutcome } from '../profile/statistics/regression.ts';

/**
 * Standard error of r2, to first order: r2 is 1 - A / B of two means, A of squared errors and B of squared deviations u of the
 * labels, so that a row moves it by (error^2 - (1 - r2) u^2) / B.
 *
 * `value` is r2 and `deviation` the population standard deviation of the labels. The sums are kept around a frozen center and are
 * moved to the mean here.
 */
export function r2StandardError(
  outcome: RegressionOutcome,
  value: number,
  deviation: number,
): number {
  const n = outcome.labelled;
  const shift = outcome.actual / n;
  const [m2, m3, m4] = [outcome.squaredActual, outcome.cubedActual, outcome.fourthActual].map(
    (sum) => sum / n,
  ) as [number, number, number];
  const fourth = m4 - 4 * shift * m3 + 6 * shift ** 2 * m2 - 3 * shift ** 4;
  const product =
    (outcome.squaredErrorSquaredActual -
      2 * shift * outcome.squaredErrorActual +
      shift ** 2 * outcome.squaredError) /
    n;
  const unexplained = 1 - value;
  const meanSquare =
    outcome.fourthError / n - 2 * unexplained * product + unexplained ** 2 * fourth;
  return Math.sqrt(Math.max(0, meanSquare) / n) / deviation ** 2;
}

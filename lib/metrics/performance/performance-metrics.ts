import type { Metric } from '../metric.ts';
import { accuracy } from './accuracy.ts';
import { averagePrecision } from './average-precision.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import { brier } from './brier.ts';
import { cohenKappa } from './cohen-kappa.ts';
import { expectedCalibrationError } from './expected-calibration-error.ts';
import { f1 } from './f1.ts';
import { f2 } from './f2.ts';
import { f05 } from './f05.ts';
import { falseNegatives } from './false-negatives.ts';
import { falsePositives } from './false-positives.ts';
import { ksOfScores } from './ks-of-scores.ts';
import { labelCoverage } from './label-coverage.ts';
import { lift } from './lift.ts';
import { logLoss } from './log-loss.ts';
import { macroF1 } from './macro-f1.ts';
import { macroPrecision } from './macro-precision.ts';
import { macroRecall } from './macro-recall.ts';
import { mae } from './mae.ts';
import { mape } from './mape.ts';
import { maxError } from './max-error.ts';
import { mcc } from './mcc.ts';
import { meanError } from './mean-error.ts';
import { medianAbsoluteError } from './median-absolute-error.ts';
import { microF1 } from './micro-f1.ts';
import { microPrecision } from './micro-precision.ts';
import { microRecall } from './micro-recall.ts';
import { mse } from './mse.ts';
import { p90AbsoluteError } from './p90-absolute-error.ts';
import { pinballLossP10 } from './pinball-loss-p10.ts';
import { pinballLossP50 } from './pinball-loss-p50.ts';
import { pinballLossP90 } from './pinball-loss-p90.ts';
import { precision } from './precision.ts';
import { r2 } from './r2.ts';
import { recall } from './recall.ts';
import { rmse } from './rmse.ts';
import { rmsle } from './rmsle.ts';
import { rocAuc } from './roc-auc.ts';
import { rocAucOvr } from './roc-auc-ovr.ts';
import { smape } from './smape.ts';
import { specificity } from './specificity.ts';
import { top2Accuracy } from './top-2-accuracy.ts';
import { top3Accuracy } from './top-3-accuracy.ts';
import { trueNegatives } from './true-negatives.ts';
import { truePositives } from './true-positives.ts';
import { weightedF1 } from './weighted-f1.ts';
import { weightedPrecision } from './weighted-precision.ts';
import { weightedRecall } from './weighted-recall.ts';

/** One file each; a new one is one more line here. */
export const PERFORMANCE_METRICS: readonly Metric[] = [
  accuracy,
  precision,
  recall,
  f1,
  f2,
  f05,
  specificity,
  balancedAccuracy,
  mcc,
  cohenKappa,
  rocAuc,
  averagePrecision,
  ksOfScores,
  lift,
  logLoss,
  brier,
  expectedCalibrationError,
  truePositives,
  falsePositives,
  trueNegatives,
  falseNegatives,
  microPrecision,
  microRecall,
  microF1,
  macroPrecision,
  macroRecall,
  macroF1,
  weightedPrecision,
  weightedRecall,
  weightedF1,
  rocAucOvr,
  top2Accuracy,
  top3Accuracy,
  mae,
  mse,
  rmse,
  r2,
  mape,
  smape,
  rmsle,
  medianAbsoluteError,
  p90AbsoluteError,
  maxError,
  pinballLossP10,
  pinballLossP50,
  pinballLossP90,
  meanError,
  labelCoverage,
];

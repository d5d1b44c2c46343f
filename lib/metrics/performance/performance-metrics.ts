import type { Metric } from '../metric.ts';
import { accuracy } from './accuracy.ts';
import { averagePrecision } from './average-precision.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import { brier } from './brier.ts';
import { f1 } from './f1.ts';
import { falseNegatives } from './false-negatives.ts';
import { falsePositives } from './false-positives.ts';
import { labelCoverage } from './label-coverage.ts';
import { logLoss } from './log-loss.ts';
import { macroF1 } from './macro-f1.ts';
import { macroPrecision } from './macro-precision.ts';
import { macroRecall } from './macro-recall.ts';
import { mae } from './mae.ts';
import { mape } from './mape.ts';
import { mcc } from './mcc.ts';
import { meanError } from './mean-error.ts';
import { mse } from './mse.ts';
import { precision } from './precision.ts';
import { r2 } from './r2.ts';
import { recall } from './recall.ts';
import { rmse } from './rmse.ts';
import { rocAuc } from './roc-auc.ts';
import { specificity } from './specificity.ts';
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
  specificity,
  balancedAccuracy,
  mcc,
  rocAuc,
  averagePrecision,
  logLoss,
  brier,
  truePositives,
  falsePositives,
  trueNegatives,
  falseNegatives,
  macroPrecision,
  macroRecall,
  macroF1,
  weightedPrecision,
  weightedRecall,
  weightedF1,
  mae,
  mse,
  rmse,
  r2,
  mape,
  meanError,
  labelCoverage,
];

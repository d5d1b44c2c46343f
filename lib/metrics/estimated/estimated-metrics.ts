import type { Metric } from '../metric.ts';
import { estimatedAccuracy } from './estimated-accuracy.ts';
import { estimatedAveragePrecision } from './estimated-average-precision.ts';
import { estimatedBrier } from './estimated-brier.ts';
import { estimatedF1 } from './estimated-f1.ts';
import { estimatedMacroF1 } from './estimated-macro-f1.ts';
import { estimatedMacroPrecision } from './estimated-macro-precision.ts';
import { estimatedMacroRecall } from './estimated-macro-recall.ts';
import { estimatedPrecision } from './estimated-precision.ts';
import { estimatedRecall } from './estimated-recall.ts';
import { estimatedRocAuc } from './estimated-roc-auc.ts';
import { estimatedRocAucOvr } from './estimated-roc-auc-ovr.ts';
import { estimatedSpecificity } from './estimated-specificity.ts';
import { estimationErrorAccuracy } from './estimation-error-accuracy.ts';
import { estimationErrorMae } from './estimation-error-mae.ts';
import { estimationErrorRocAuc } from './estimation-error-roc-auc.ts';
import { expectedAbsoluteError } from './expected-absolute-error.ts';

/** One file each; a new one is one more line here. */
export const ESTIMATED_METRICS: readonly Metric[] = [
  estimatedAccuracy,
  estimatedPrecision,
  estimatedRecall,
  estimatedSpecificity,
  estimatedF1,
  estimatedRocAuc,
  estimatedAveragePrecision,
  estimatedBrier,
  estimatedMacroPrecision,
  estimatedMacroRecall,
  estimatedMacroF1,
  estimatedRocAucOvr,
  expectedAbsoluteError,
  estimationErrorAccuracy,
  estimationErrorRocAuc,
  estimationErrorMae,
];

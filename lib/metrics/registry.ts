import { ConfigError } from '../errors.ts';
import { chiSquareMetric } from './drift/chi-square.ts';
import { chiSquareP } from './drift/chi-square-p.ts';
import { cramersV } from './drift/cramers-v.ts';
import { jensenShannon } from './drift/jensen-shannon.ts';
import { kolmogorovSmirnov } from './drift/kolmogorov-smirnov.ts';
import { kolmogorovSmirnovP } from './drift/kolmogorov-smirnov-p.ts';
import { lInfinity } from './drift/l-infinity.ts';
import { psi } from './drift/psi.ts';
import { wasserstein } from './drift/wasserstein.ts';
import { wassersteinNormalised } from './drift/wasserstein-normalised.ts';
import type { Metric } from './metric.ts';
import { errorShare } from './operations/error-share.ts';
import { latencyP50 } from './operations/latency-p50.ts';
import { latencyP90 } from './operations/latency-p90.ts';
import { latencyP95 } from './operations/latency-p95.ts';
import { latencyP99 } from './operations/latency-p99.ts';
import { throughputPerMinute } from './operations/throughput-per-minute.ts';
import { accuracy } from './performance/accuracy.ts';
import { averagePrecision } from './performance/average-precision.ts';
import { balancedAccuracy } from './performance/balanced-accuracy.ts';
import { brier } from './performance/brier.ts';
import { f1 } from './performance/f1.ts';
import { falseNegatives } from './performance/false-negatives.ts';
import { falsePositives } from './performance/false-positives.ts';
import { labelCoverage } from './performance/label-coverage.ts';
import { logLoss } from './performance/log-loss.ts';
import { macroF1 } from './performance/macro-f1.ts';
import { macroPrecision } from './performance/macro-precision.ts';
import { macroRecall } from './performance/macro-recall.ts';
import { mae } from './performance/mae.ts';
import { mape } from './performance/mape.ts';
import { mcc } from './performance/mcc.ts';
import { meanError } from './performance/mean-error.ts';
import { mse } from './performance/mse.ts';
import { precision } from './performance/precision.ts';
import { r2 } from './performance/r2.ts';
import { recall } from './performance/recall.ts';
import { rmse } from './performance/rmse.ts';
import { rocAuc } from './performance/roc-auc.ts';
import { specificity } from './performance/specificity.ts';
import { trueNegatives } from './performance/true-negatives.ts';
import { truePositives } from './performance/true-positives.ts';
import { weightedF1 } from './performance/weighted-f1.ts';
import { weightedPrecision } from './performance/weighted-precision.ts';
import { weightedRecall } from './performance/weighted-recall.ts';
import { invalidShare } from './quality/invalid-share.ts';
import { max } from './quality/max.ts';
import { mean } from './quality/mean.ts';
import { min } from './quality/min.ts';
import { missingShare } from './quality/missing-share.ts';
import { newCategoryShare } from './quality/new-category-share.ts';
import { outOfRangeShare } from './quality/out-of-range-share.ts';
import { rejected } from './quality/rejected.ts';
import { rejectedShare } from './quality/rejected-share.ts';
import { rows } from './quality/rows.ts';
import { std } from './quality/std.ts';

/** Every metric there is. One file each; a new one is one more line here. */
export const METRICS: readonly Metric[] = [
  psi,
  jensenShannon,
  kolmogorovSmirnov,
  kolmogorovSmirnovP,
  wasserstein,
  wassersteinNormalised,
  chiSquareMetric,
  chiSquareP,
  cramersV,
  lInfinity,
  missingShare,
  invalidShare,
  newCategoryShare,
  outOfRangeShare,
  mean,
  std,
  min,
  max,
  rows,
  rejected,
  rejectedShare,
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
  latencyP50,
  latencyP90,
  latencyP95,
  latencyP99,
  throughputPerMinute,
  errorShare,
];

const BY_NAME: ReadonlyMap<string, Metric> = new Map(
  METRICS.map((metric) => [metric.name, metric]),
);

/** The metric of that name. @throws ConfigError where there is none */
export function metricNamed(name: string): Metric {
  const metric = BY_NAME.get(name);
  if (!metric)
    throw new ConfigError(
      `there is no metric "${name}"; there are ${[...BY_NAME.keys()].join(', ')}`,
    );
  return metric;
}

import { didYouMean } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import { CONCEPT_METRICS } from './concept/concept-metrics.ts';
import { DRIFT_METRICS } from './drift/drift-metrics.ts';
import { ESTIMATED_METRICS } from './estimated/estimated-metrics.ts';
import { FAIRNESS_METRICS } from './fairness/fairness-metrics.ts';
import type { Metric } from './metric.ts';
import { MULTIVARIATE_METRICS } from './multivariate/multivariate-metrics.ts';
import { OPERATIONS_METRICS } from './operations/operations-metrics.ts';
import { PERFORMANCE_METRICS } from './performance/performance-metrics.ts';
import { QUALITY_METRICS } from './quality/quality-metrics.ts';
import { SCHEMA_METRICS } from './schema/schema-metrics.ts';

/** Every metric there is. One file each, listed by its folder. */
export const METRICS: readonly Metric[] = [
  ...DRIFT_METRICS,
  ...MULTIVARIATE_METRICS,
  ...CONCEPT_METRICS,
  ...QUALITY_METRICS,
  ...SCHEMA_METRICS,
  ...PERFORMANCE_METRICS,
  ...ESTIMATED_METRICS,
  ...FAIRNESS_METRICS,
  ...OPERATIONS_METRICS,
];

const BY_NAME: ReadonlyMap<string, Metric> = new Map(
  METRICS.map((metric) => [metric.name, metric]),
);

/** The metric of that name. @throws ConfigError where there is none */
export function metricNamed(name: string): Metric {
  const metric = BY_NAME.get(name);
  if (!metric)
    throw new ConfigError(
      `there is no metric "${name}"${didYouMean(name, [...BY_NAME.keys()])}; there are ${[...BY_NAME.keys()].join(', ')}`,
    );
  return metric;
}

import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { dimensionsOf, NAMESPACE } from '../../../adapters/sinks/cloudwatch.ts';
import type { PIPELINE_METRICS } from '../../../monitor/pipeline-metrics.ts';

/** What the pipeline publishes of itself for a monitor. */
export function pipelineMetric(
  monitor: string,
  metricName: (typeof PIPELINE_METRICS)[number],
  options: { readonly statistic: string; readonly period: Duration; readonly label?: string },
): Metric {
  const place = { monitor, column: null, segment: null, variant: null };
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: dimensionsOf(place),
    ...options,
  });
}

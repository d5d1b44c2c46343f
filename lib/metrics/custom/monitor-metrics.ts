import { customMetrics } from '../../monitor/custom-metrics.ts';
import type { Monitor } from '../../monitor/schema.ts';
import type { Metric } from '../metric.ts';
import { METRICS } from '../registry.ts';
import { customMetric } from './custom-metric.ts';

/** Every metric that a monitor has: all there are, and its own. */
export function monitorMetrics(monitor: Monitor): readonly Metric[] {
  return [...METRICS, ...customMetrics(monitor).map(customMetric)];
}

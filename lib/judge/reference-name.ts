import type { Metric } from '../metrics/metric.ts';
import type { ComparedWith } from '../results.ts';

/** What the number beside a metric's value is of, for people: `baseline`, `baseline, weekday=Sunday`, `last 4w`. */
export function referenceName(compared: ComparedWith | undefined, metric: Metric): string {
  if (!compared) return 'baseline';
  const { season, of } = compared;
  const restsOnLabels =
    (metric.per === 'slice' && metric.restsOn === 'labels') ||
    metric.family === 'estimated_performance';
  if (of !== 'baseline' && restsOnLabels) return 'baseline';
  return season ? `${of}, ${season}` : of;
}

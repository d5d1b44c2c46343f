import { canBeMeasured } from '../metrics/can-be-measured.ts';
import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Metric } from '../metrics/metric.ts';
import type { PIPELINE_METRICS } from '../monitor/pipeline-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import { isoSeconds } from '../pipeline/layout.ts';
import type { Place, WindowResult } from '../results.ts';
import type { Datum } from './datum.ts';
import { sageMakerData } from './sagemaker/metrics.ts';

/** `headline`; `whole`: all but segments and variants; `all`; or metrics by name. */
type Choice = Exclude<Monitor['cloudwatch']['publish'], 'none'> | 'whole';

/** What of a window's result goes to the metrics service: by the monitor file's choice, and always how much was found. */
export function headlineData(monitor: Monitor, result: WindowResult): Datum[] {
  const { publish } = monitor.cloudwatch;
  const elsewhere = sageMakerData(monitor, result);
  if (publish === 'none') return elsewhere;
  const data = chosenData(monitor, result, publish);
  const at = { timestamp: lastMinute(result.window), monitor: monitor.monitor };
  const found = (severity: 'alert' | 'warning') =>
    result.findings.filter((finding) => finding.severity === severity).length;
  return [
    ...data,
    counted('alerts', found('alert'), at),
    counted('warnings', found('warning'), at),
    ...elsewhere,
  ];
}

/** The values that a choice takes of a window's result; what has none is left out. */
export function chosenData(monitor: Monitor, result: WindowResult, publish: Choice): Datum[] {
  const byName = new Map(monitorMetrics(monitor).map((metric) => [metric.name, metric]));
  const chosen = result.measurements.filter((measurement) =>
    isPublished(publish, measurement, byName.get(measurement.metric)),
  );
  const at = { timestamp: lastMinute(result.window), monitor: monitor.monitor };
  return chosen.flatMap(({ metric, column, segment, variant, value }): Datum[] => {
    const unit = byName.get(metric)?.unit;
    return value === null || !unit
      ? []
      : [{ metric, unit, value, column, segment, variant, ...at }];
  });
}

/**
 * Within the window, and as late as can be: CloudWatch shows at once what is less than three hours old, and what is older than a day
 * some days later.
 */
function lastMinute({ start, end }: WindowResult['window']): string {
  const instant = Math.max(Date.parse(start), Date.parse(end) - 60_000);
  return isoSeconds(instant);
}

/** The pipeline's own signs of life, of the moment in which they are given: alarms watch that they come. */
export function runData(
  monitor: string,
  counts: {
    readonly read: number;
    /** Shards and windows that could not be worked off, and reports that could not be drawn. */
    readonly failed: number;
  },
): Datum[] {
  const at = { timestamp: null, monitor };
  return [
    counted('runs', 1, at),
    counted('predictions_read', counts.read, at),
    counted('work_left', counts.failed, at),
  ];
}

/** The metrics that are published of a monitor's windows, of all rows and of each column, where the data have what they need. */
export function publishedMetrics(monitor: Monitor): {
  readonly ofAllRows: readonly Metric[];
  readonly ofColumns: readonly Metric[];
} {
  const { publish } = monitor.cloudwatch;
  const published = (per: Metric['per'], column: string | null) =>
    monitorMetrics(monitor).filter(
      (metric) =>
        metric.per === per &&
        canBeMeasured(metric, monitor) &&
        isPublished(publish, { metric: metric.name, column, segment: null, variant: null }, metric),
    );
  return { ofAllRows: published('slice', null), ofColumns: published('column', '') };
}

function isPublished(
  publish: Choice | 'none',
  { metric: name, column, segment, variant }: Place,
  metric: Metric | undefined,
): boolean {
  if (publish === 'none') return false;
  if (publish === 'all') return true;
  const isWhole = segment === null && variant === null;
  if (publish === 'whole') return isWhole;
  if (publish !== 'headline') return publish.includes(name);
  return column === null && isWhole && metric?.headline === true;
}

function counted(
  metric: (typeof PIPELINE_METRICS)[number],
  value: number,
  at: Pick<Datum, 'timestamp' | 'monitor'>,
): Datum {
  return { metric, unit: 'count', value, column: null, segment: null, variant: null, ...at };
}

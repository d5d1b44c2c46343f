import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Measurement, WindowResult } from '../results.ts';
import { highestVersion } from './ensure-baseline.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';
import type { WindowRecord } from './state.ts';

export interface BaselineToBeat {
  /** The version that is current; empty where there is none. */
  readonly baseline: string;
  /** What it reaches, by performance metric. */
  readonly to_beat: Readonly<Record<string, number>>;
  /** What the last window with labels reached. */
  readonly reached: Readonly<Record<string, number>>;
}

/** The baseline that a new model is to beat, and its performance as the last result beside it says it. */
export async function baselineToBeat(
  ports: Ports,
  monitor: Monitor,
  records: readonly WindowRecord[],
): Promise<BaselineToBeat> {
  const baseline = (await highestVersion(ports, monitor)) ?? '';
  const beside = records.filter(({ summary }) => summary.baseline === baseline);
  const last = beside.findLast(({ summary }) => summary.labelled > 0) ?? beside.at(-1);
  const text = last && (await ports.workspace.read(layout.result(monitor.monitor, last.start)));
  const { measurements } = text ? (JSON.parse(text) as WindowResult) : { measurements: [] };
  const isPerformance = performanceOfAll(monitor);
  const values = (of: 'reference' | 'value') =>
    Object.fromEntries(
      measurements
        .filter(isPerformance)
        .flatMap((one) => (one[of] === null ? [] : [[one.metric, one[of]]])),
    );
  return { baseline, to_beat: values('reference'), reached: values('value') };
}

function performanceOfAll(monitor: Monitor): (measurement: Measurement) => boolean {
  const names = new Set(
    monitorMetrics(monitor).flatMap(({ name, family }) => (family === 'performance' ? name : [])),
  );
  return ({ metric, column, segment, variant }) =>
    names.has(metric) && column === null && segment === null && variant === null;
}

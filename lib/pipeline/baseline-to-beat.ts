import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Measurement, WindowResult } from '../results.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';
import type { WindowRecord } from './state.ts';
import { byVersion } from './version.ts';

export interface BaselineToBeat {
  /** The highest version; empty where there is none. */
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
  const prefix = layout.baselines(monitor.monitor);
  const versions = (await ports.workspace.list(prefix)).map(
    ({ key }) => key.slice(prefix.length).split('/')[0] ?? '',
  );
  const baseline = versions.sort(byVersion).at(-1) ?? '';
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

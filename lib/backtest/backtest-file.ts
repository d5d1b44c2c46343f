import { overlay, type Source } from '../adapters/overlay/open.ts';
import { alarmsOf, estimateMonth, MONTH_DAYS, runsPerMonth } from '../cost/estimate-month.ts';
import { ConfigError } from '../errors.ts';
import { hasDashboard } from '../monitor/has-dashboard.ts';
import type { Monitor } from '../monitor/schema.ts';
import { ensureBaseline } from '../pipeline/ensure-baseline.ts';
import { isoSeconds } from '../pipeline/layout.ts';
import { windowEnd } from '../profile/window.ts';
import { COUNTED, type Counted, type FileBacktest } from './backtest-report.ts';
import { followIncidents, labelHoursOf, type Told } from './follow-incidents.ts';
import { isJudged } from './hidden-keys.ts';
import { recordOutlets } from './record-outlets.ts';
import { replayWindows } from './replay-windows.ts';
import { checkProfiles, type Stretch, storedWindows } from './stored-windows.ts';

/** Replays the profiles of a source under one monitor file. @throws ConfigError where there is nothing to replay */
export async function backtestFile(
  source: Source,
  { file, monitor, profiled }: { file: string; monitor: Monitor; profiled: boolean },
  stretch: Stretch,
): Promise<FileBacktest> {
  const { outlets, recorded } = recordOutlets();
  const ports = await overlay(source, outlets, isJudged);
  const starts = await storedWindows(ports, monitor, stretch);
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined)
    throw new ConfigError(
      profiled
        ? `no window of ${monitor.monitor} that is over lies in that stretch: nothing to replay`
        : `there are no profiles of ${monitor.monitor} in that stretch: \`driftwatch run\` makes them, or --profile reads the logs for this once`,
    );
  const shards = await checkProfiles(ports, monitor, starts);
  if (monitor.compare?.season) await ensureBaseline(ports, monitor);
  const runs: Told[] = [];
  const labelHours = new Map<string, number | null>();
  const sums = { rows: 0, labelled: 0, warnings: 0, measurements: 0 };
  for await (const { at, concluded, windows } of replayWindows(ports, monitor, starts)) {
    const { opened, resolved, withdrawn } = concluded;
    runs.push({ at, concluded: { opened, resolved, withdrawn } });
    for (const result of windows) {
      labelHours.set(result.window.start, labelHoursOf(result));
      sums.rows += result.rows;
      sums.labelled += result.labelled;
      sums.warnings += result.findings.filter(({ severity }) => severity === 'warning').length;
      sums.measurements += result.measurements.length;
    }
  }
  const { rows, labelled } = sums;
  const months = (windowEnd(monitor, last) - first) / (MONTH_DAYS * 86_400_000);
  const incidents = followIncidents(monitor, runs, labelHours);
  const counts: Record<Counted, number> = {
    alerts: incidents.length,
    warnings: sums.warnings,
    messages: recorded.messages.length,
    retraining: recorded.requests.length,
  };
  const all = await storedWindows(ports, monitor, { since: null, until: stretch.until });
  const share = starts.length / all.length;
  const objects = share * (await countObjects(ports, monitor, 'predictions', shards / share));
  const labelObjects = share * (await countObjects(ports, monitor, 'labels', 0));
  const runsInAll = runsPerMonth(monitor) * months;
  // A run takes what came since the last one as one shard, where it is not too much for one.
  const shardsInAll = Math.max(shards, Math.min(objects, runsInAll));
  // Each batch of labels is taken to concern one window, which is joined and judged again.
  const batches = Math.min(labelObjects, runsInAll);
  const use = {
    runs: runsPerMonth(monitor),
    predictionShards: shardsInAll / months,
    predictionObjects: objects / months,
    labelShards: batches / months,
    labelObjects: labelObjects / months,
    rows: rows / months,
    labels: labelled / months,
    windowsJudged: (starts.length + batches) / months,
    rowsJudged: ((rows / starts.length) * (starts.length + batches)) / months,
    measurements: sums.measurements / starts.length,
    metrics: recorded.metrics.size,
    alarms: alarmsOf(monitor),
    dashboards: hasDashboard(monitor) ? 1 : 0,
  };
  return {
    file,
    profiled,
    period: {
      from: isoSeconds(first),
      to: isoSeconds(windowEnd(monitor, last)),
      months,
      windows: starts.length,
      rows,
      labelled,
      shards,
      objects,
      labelObjects,
    },
    counts,
    perMonth: Object.fromEntries(
      COUNTED.map((name) => [name, counts[name] / months]),
    ) as FileBacktest['perMonth'],
    incidents,
    retraining: recorded.requests.map(({ requested, reason, since }) => ({
      requested,
      reason,
      since,
    })),
    use,
    cost: estimateMonth(use),
  };
}

/** Objects of the workspace itself; `otherwise` where they lie elsewhere or are none. */
async function countObjects(
  ports: Pick<Source, 'workspace'>,
  monitor: Monitor,
  kind: 'predictions' | 'labels',
  otherwise: number,
): Promise<number> {
  const source = monitor[kind];
  if (source?.from !== 's3' || source.bucket !== undefined) return otherwise;
  return (await ports.workspace.list(`${kind}/${monitor.monitor}/`)).length;
}

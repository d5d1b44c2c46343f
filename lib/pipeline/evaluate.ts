import { createHash } from 'node:crypto';
import { headlineData, runData } from '../act/select-data.ts';
import { judgedCauses } from '../judge/incidents.ts';
import { judgeWindow } from '../judge/judge-window.ts';
import { measureWindow } from '../judge/measure-window.ts';
import { METRICS, metricNamed } from '../metrics/registry.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Baseline } from '../profile/baseline.ts';
import { labelledRows } from '../profile/labelled.ts';
import { mergeSlices } from '../profile/roll-up.ts';
import type { WindowResult } from '../results.ts';
import { type ActOutcome, act } from './act.ts';
import { writeAudit } from './audit.ts';
import { readBaseline } from './ensure-baseline.ts';
import { isoSeconds, layout } from './layout.ts';
import { releaseLease } from './lease.ts';
import type { Ports } from './ports.ts';
import { OUTCOME, type ProfileFile, readProfiles } from './profile-file.ts';
import { reprofile } from './reprofile.ts';
import { type Shard, shardKey } from './shard.ts';
import { type WindowRecord, windowKey } from './state.ts';
import { windowEnd } from './window.ts';

export interface Evaluation extends ActOutcome {
  /** Windows that were judged, by start. */
  readonly windows: readonly WindowResult[];
  /** What was read. */
  readonly shards: readonly Shard[];
}

/** Measures and judges every window that is over and has something new, then acts on what all windows say together. */
export async function evaluate(
  ports: Ports,
  input: {
    monitor: Monitor;
    run: string;
    now: Date;
    /** The shards that this run worked on. */
    shards: readonly { readonly shard: string }[];
    onWindow?: ((result: WindowResult) => void) | undefined;
  },
): Promise<Evaluation> {
  const { monitor, run, now } = input;
  const shards = await Promise.all(
    input.shards.map(
      async ({ shard }) => (await ports.table.get(monitor.monitor, shardKey(shard))) as Shard,
    ),
  );
  const records = (await ports.table.query(monitor.monitor, 'window#')) as WindowRecord[];
  const due = records.filter(
    ({ dirty, start }) => dirty && windowEnd(monitor, start) <= now.getTime(),
  );
  const windows: WindowResult[] = [];
  for (const record of due) {
    const result = await evaluateWindow(ports, monitor, record);
    if (!result) continue;
    windows.push(result);
    input.onWindow?.(result);
  }
  const acted = await act(ports, monitor, now);
  const read = shards.reduce(
    (sum, { kind, state, rows }) => sum + (kind === 'predictions' && state === 'done' ? rows : 0),
    0,
  );
  await ports.outlets.publish(runData(monitor.monitor, now, read));
  await writeAudit(ports, { monitor, run, now, shards, windows, acted });
  await releaseLease(ports, monitor.monitor, run);
  return { windows, shards, ...acted };
}

async function evaluateWindow(
  ports: Ports,
  monitor: Monitor,
  record: WindowRecord,
): Promise<WindowResult | null> {
  const files = await readProfiles(ports, monitor.monitor, record.start);
  const versions = new Set(files.map(({ baseline }) => baseline));
  if (versions.size !== 1) {
    await reprofile(
      ports,
      monitor.monitor,
      record.start,
      files.filter(({ shard }) => shard !== OUTCOME),
    );
    return null;
  }
  const baseline = await readBaseline(ports, monitor.monitor, [...versions][0] ?? '');
  if (!baseline)
    throw new Error(`baseline ${[...versions][0]} of monitor ${monitor.monitor} is gone`);
  const result = resultOf(monitor, record.start, baseline, files);
  await ports.workspace.write(
    layout.result(monitor.monitor, record.start),
    `${JSON.stringify(result, null, 1)}\n`,
  );
  const data = headlineData(monitor, result);
  const published = createHash('sha256').update(JSON.stringify(data)).digest('hex');
  if (published !== record.published) await ports.outlets.publish(data);
  const judged = {
    start: result.window.start,
    findings: result.findings.filter(({ severity }) => severity === 'alert').slice(0, 500),
    judged: judgedCauses(result.measurements, (metric) => metricNamed(metric).family),
  };
  await ports.table.write(monitor.monitor, [
    { put: { ...record, sk: windowKey(record.start), dirty: false, judged, published } },
  ]);
  return result;
}

/** The result of a window from its profiles alone: the same profiles give the same bytes. */
export function resultOf(
  monitor: Monitor,
  start: number,
  baseline: Baseline,
  files: readonly ProfileFile[],
): WindowResult {
  const current = mergeSlices(files.map(({ slices }) => slices));
  const whole = current.find(
    ({ segment, variant }) => segment === null && variant === null,
  )?.profile;
  const rejections: Record<string, number> = {};
  for (const [reason, count] of files.flatMap(({ rejected }) => Object.entries(rejected))) {
    rejections[reason] = (rejections[reason] ?? 0) + count;
  }
  const rejected = Object.values(rejections).reduce((sum, count) => sum + count, 0);
  const windowMinutes = parseDuration(monitor.window) / 60_000;
  const measured = measureWindow(
    { frame: baseline.frame, baseline: baseline.slices, current, windowMinutes, rejected },
    METRICS,
  );
  return {
    schema: 1,
    monitor: monitor.monitor,
    window: { start: isoSeconds(start), end: isoSeconds(windowEnd(monitor, start)) },
    baseline: baseline.version,
    rows: whole?.rows ?? 0,
    rejected,
    rejections,
    labelled: whole ? labelledRows(whole.outcome) : 0,
    ...judgeWindow(measured, monitor),
  };
}

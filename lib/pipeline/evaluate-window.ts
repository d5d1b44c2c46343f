import { createHash } from 'node:crypto';
import type { Datum } from '../act/datum.ts';
import { headlineData } from '../act/select-data.ts';
import { judgedCauses } from '../judge/incidents.ts';
import { judgeWindow } from '../judge/judge-window.ts';
import { measureWindow } from '../judge/measure-window.ts';
import { worstSlices } from '../judge/worst-slices.ts';
import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Family } from '../metrics/family.ts';
import { parseDuration } from '../monitor/duration.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Baseline } from '../profile/baseline.ts';
import { labelledRows } from '../profile/labelled.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { mergeSlices } from '../profile/roll-up.ts';
import type { WindowResult } from '../results.ts';
import { resultText } from '../results-text.ts';
import { readBaseline } from './ensure-baseline.ts';
import { isoSeconds, layout } from './layout.ts';
import type { Ports } from './ports.ts';
import { OUTCOME, type ProfileFile, readProfiles } from './profile-file.ts';
import { reprofile } from './reprofile.ts';
import { type WindowRecord, windowKey } from './state.ts';
import { windowEnd } from './window.ts';

/** How many alert findings the history keeps of a window; the result file holds all. */
const FINDINGS_KEPT = 300;

/** Measures and judges one window, writes and publishes the result. Null where its shards must be profiled anew first. */
export async function evaluateWindow(
  ports: Ports,
  monitor: Monitor,
  record: WindowRecord,
): Promise<WindowResult | null> {
  const all = await readProfiles(ports, monitor.monitor, record.start);
  const unlabelled = labelColumn(monitor) === undefined;
  const files = all.filter(({ shard }) => !(unlabelled && shard === OUTCOME));
  // Files of rejects alone are of no baseline.
  const summed = files.filter(({ slices }) => slices.length > 0);
  const judged = summed.length > 0 ? summed : files;
  const [version, ...others] = new Set(judged.map(({ baseline }) => baseline));
  const stale = summed.some(({ schema }) => schema !== PROFILE_SCHEMA);
  if (version === undefined || others.length > 0 || stale) {
    const shards = files.filter(({ shard }) => shard !== OUTCOME);
    await reprofile(ports, monitor.monitor, record.start, shards);
    return null;
  }
  const baseline = await readBaseline(ports, monitor.monitor, version);
  if (!baseline) throw new Error(`baseline ${version} of monitor ${monitor.monitor} is gone`);
  const result = resultOf(monitor, record.start, baseline, files);
  const key = layout.result(monitor.monitor, record.start);
  const before = await ports.workspace.read(key);
  await ports.workspace.write(key, resultText(result));
  const data = headlineData(monitor, result);
  await publishNews(ports, data, dataOf(monitor, before), record.published);
  const noted = {
    start: result.window.start,
    findings: result.findings.filter(isAlert).slice(0, FINDINGS_KEPT),
    judged: judgedCauses(result.measurements, familiesOf(monitor)),
  };
  const after = {
    ...record,
    sk: windowKey(record.start),
    dirty: false,
    judged: noted,
    published: digest(data),
  };
  await ports.table.write(monitor.monitor, [{ put: after }]);
  return result;
}

/**
 * Publishes the values that differ from those published before: a metrics service adds what is sent twice.
 *
 * `before` are the values of the result file that was there, which were published if their digest is the noted one.
 */
async function publishNews(
  ports: Ports,
  data: readonly Datum[],
  before: readonly Datum[],
  noted: string | null,
) {
  const known = new Set(
    digest(before) === noted ? before.map((datum) => JSON.stringify(datum)) : [],
  );
  const news = data.filter((datum) => !known.has(JSON.stringify(datum)));
  if (news.length > 0) await ports.outlets.publish(news);
}

function dataOf(monitor: Monitor, text: string | null): Datum[] {
  return text === null ? [] : headlineData(monitor, JSON.parse(text) as WindowResult);
}

function digest(data: readonly Datum[]): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex');
}

function familiesOf(monitor: Monitor): (metric: string) => Family {
  const families = new Map(monitorMetrics(monitor).map(({ name, family }) => [name, family]));
  return (metric) => families.get(metric) ?? 'custom';
}

const isAlert = ({ severity }: { readonly severity: string }) => severity === 'alert';

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
  const profiles = {
    monitor,
    frame: baseline.frame,
    baseline: baseline.slices,
    current,
    windowMinutes,
    rejected,
  };
  const measured = measureWindow(profiles, monitorMetrics(monitor));
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
    worst: worstSlices(measured, profiles),
  };
}

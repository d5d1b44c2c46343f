import type { Datum } from '../act/datum.ts';
import { headlineData } from '../act/select-data.ts';
import { sha256 } from '../audit/digest.ts';
import { originOf } from '../audit/origin.ts';
import { judgeWindow } from '../judge/judge-window.ts';
import { judgedWindow } from '../judge/judged-window.ts';
import { measureWindow } from '../judge/measure-window.ts';
import { compareInWindow } from '../judge/variant-values.ts';
import { worstSlices } from '../judge/worst-slices.ts';
import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { pictureWindow } from '../picture/picture-window.ts';
import type { Baseline } from '../profile/baseline.ts';
import { labelledRows } from '../profile/labelled.ts';
import { mergeSlices } from '../profile/roll-up.ts';
import { windowEnd } from '../profile/window.ts';
import type { WindowResult } from '../results.ts';
import { resultText } from '../results-text.ts';
import { isWhole } from '../whole.ts';
import { noteDependents } from './dependents.ts';
import { readBaselineFile } from './ensure-baseline.ts';
import { isoSeconds, layout } from './layout.ts';
import type { Ports } from './ports.ts';
import { countedProfiles, type ProfileFile, readProfiles } from './profile-file.ts';
import { gatherReference, type Reference } from './reference.ts';
import { agreeOnBaseline } from './reprofile.ts';
import { type WindowRecord, windowKey } from './state.ts';
import { writeViolations } from './write-violations.ts';

/** A corrected value counts as so many of the value before it, up to what a sum of doubles still tells apart. */
const WEIGHT = 1e4;
const HEAVIEST = 1e12;

/** Measures and judges one window, writes and publishes the result. Null where its shards must be profiled anew first. */
export async function evaluateWindow(
  ports: Ports,
  monitor: Monitor,
  window: {
    /** Epoch ms. */
    readonly start: number;
    /** What is known of it from the last time. */
    readonly before: WindowRecord | null;
    readonly came: WindowRecord['came'];
    readonly now: Date;
  },
): Promise<WindowResult | null> {
  const { start, before, came, now } = window;
  const all = await readProfiles(ports, monitor.monitor, start);
  const files = countedProfiles(monitor, all);
  const version = await agreeOnBaseline(ports, monitor, start, files, now);
  if (version === null) return null;
  const reference = await readBaselineFile(ports, monitor.monitor, version);
  if (!reference) throw new Error(`baseline ${version} of monitor ${monitor.monitor} is gone`);
  const { baseline } = reference;
  const key = layout.result(monitor.monitor, start);
  const old = await ports.workspace.read(key);
  const known = old === null ? null : (JSON.parse(old) as WindowResult);
  const beside = await gatherReference(ports, monitor, start, reference);
  const result = revise(known, resultOf(monitor, start, baseline, files, beside), now);
  if (result !== known) await ports.workspace.write(key, resultText(result));
  await writeViolations(ports.workspace, monitor, result);
  const data = headlineData(monitor, result);
  await publishNews(
    ports,
    data,
    known ? headlineData(monitor, known) : [],
    before?.published ?? null,
    result.revision,
  );
  const { findings } = result;
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
  const after: WindowRecord = {
    sk: windowKey(start),
    start,
    came,
    judged: judgedWindow(result, monitorMetrics(monitor)),
    published: digest(data),
    summary: {
      window: result.window,
      baseline: version,
      revision: result.revision,
      rows: result.rows,
      rejected: result.rejected,
      labelled: result.labelled,
      alerts: count('alert'),
      warnings: count('warning'),
      digest: sha256(resultText(result)),
      as_of: result.as_of,
      origin: originOf(monitor, { ...reference, sources: baseline.sources }, files, beside?.origin),
    },
    ...(result.variants && { variants: result.variants.values }),
    measured: now.toISOString(),
    audited: false,
  };
  await noteDependents(ports, monitor, start, all, now);
  await ports.table.write(monitor.monitor, [{ put: after }]);
  return result;
}

/** The known result where nothing changed, else the next revision of it. */
function revise(known: WindowResult | null, result: WindowResult, now: Date): WindowResult {
  const bare = ({ revision: _, as_of: __, ...rest }: WindowResult) => JSON.stringify(rest);
  if (known && bare(known) === bare(result)) return known;
  return { ...result, revision: (known?.revision ?? 0) + 1, as_of: isoSeconds(now.getTime()) };
}

/**
 * Publishes the values that differ from those published before: a metrics service adds what is sent twice.
 *
 * It also averages: a corrected value is sent with the weight of so many samples that the average is the correction.
 * `before` are the values of the result file that was there, which were published if their digest is the noted one.
 */
async function publishNews(
  ports: Ports,
  data: readonly Datum[],
  before: readonly Datum[],
  noted: string | null,
  revision: number,
) {
  const known = new Set(digest(before) === noted ? before.map(withoutTime) : []);
  const news = data.filter((datum) => !known.has(withoutTime(datum)));
  const weight = Math.min(WEIGHT ** (revision - 1), HEAVIEST);
  if (news.length > 0) await ports.outlets.publish(news.map((datum) => ({ ...datum, weight })));
}

/** Of what is published elsewhere the time is that of the run; of all else that of the window. */
function withoutTime({ timestamp: _, ...datum }: Datum): string {
  return JSON.stringify(datum);
}

function digest(data: readonly Datum[]): string {
  return sha256(JSON.stringify(data));
}

/**
 * The result of a window from its profiles and what they are held against alone, which is the whole baseline where no `reference` is
 * given: the same profiles give the same bytes.
 */
export function resultOf(
  monitor: Monitor,
  start: number,
  baseline: Baseline,
  files: readonly ProfileFile[],
  reference?: Pick<Reference, 'slices' | 'variation' | 'comparedWith'>,
): WindowResult {
  const current = mergeSlices(files.map(({ slices }) => slices));
  const whole = current.find(isWhole)?.profile;
  const slices = reference?.slices ?? baseline.slices;
  const rejections: Record<string, number> = {};
  for (const [reason, count] of files.flatMap(({ rejected }) => Object.entries(rejected))) {
    rejections[reason] = (rejections[reason] ?? 0) + count;
  }
  const rejected = Object.values(rejections).reduce((sum, count) => sum + count, 0);
  const windowMinutes = parseDuration(monitor.window) / 60_000;
  const profiles = {
    monitor,
    frame: baseline.frame,
    baseline: slices,
    current,
    windowMinutes,
    rejected,
  };
  const measured = measureWindow(profiles, monitorMetrics(monitor));
  const variants = compareInWindow(measured, monitor);
  return {
    schema: 1,
    monitor: monitor.monitor,
    window: { start: isoSeconds(start), end: isoSeconds(windowEnd(monitor, start)) },
    baseline: baseline.version,
    ...(reference && { compared_with: reference.comparedWith }),
    revision: 1,
    as_of: '',
    rows: whole?.rows ?? 0,
    rejected,
    rejections,
    labelled: whole ? labelledRows(whole.outcome) : 0,
    ...judgeWindow(measured, monitor, (reference ?? baseline).variation, reference?.comparedWith),
    worst: worstSlices(measured, profiles),
    ...(variants && { variants }),
    ...pictureWindow(baseline.frame, slices.find(isWhole)?.profile, whole),
  };
}

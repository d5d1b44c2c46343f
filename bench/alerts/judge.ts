import { foldIncidents, type Incident } from '../../lib/judge/incidents.ts';
import { type JudgedWindow, judgedWindow } from '../../lib/judge/judged-window.ts';
import { monitorMetrics } from '../../lib/metrics/custom/monitor-metrics.ts';
import { alertPolicy } from '../../lib/monitor/alert-policy.ts';
import { resultOf } from '../../lib/pipeline/evaluate-window.ts';
import type { Slice } from '../../lib/profile/profile.ts';
import { PROFILE_SCHEMA } from '../../lib/profile/profile-schema.ts';
import type { Reference } from './reference.ts';

/** What the judge under test says of one window, as `evaluateWindow` keeps it. */
export function judge(
  { monitor, baseline }: Reference,
  start: number,
  slices: readonly Slice[],
): JudgedWindow {
  const file = {
    schema: PROFILE_SCHEMA,
    shard: 'bench',
    baseline: baseline.version,
    rejected: {},
    slices,
  };
  return judgedWindow(resultOf(monitor, start, baseline, [file]), monitorMetrics(monitor));
}

/** The incidents that people would be told of, from all windows of a history, as `compareIncidents` folds them. */
export function incidentsOf({ monitor }: Reference, windows: readonly JudgedWindow[]): Incident[] {
  return foldIncidents(windows, alertPolicy(monitor));
}

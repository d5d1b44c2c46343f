import {
  foldIncidents,
  type Incident,
  type JudgedWindow,
  judgedCauses,
} from '../../lib/judge/incidents.ts';
import { monitorMetrics } from '../../lib/metrics/custom/monitor-metrics.ts';
import { resultOf } from '../../lib/pipeline/evaluate-window.ts';
import { confirmOf } from '../../lib/pipeline/history.ts';
import type { Slice } from '../../lib/profile/profile.ts';
import { PROFILE_SCHEMA } from '../../lib/profile/profile-schema.ts';
import type { Reference } from './reference.ts';

/** What the judge under test says of one window, as `evaluateWindow` keeps it. */
export function judge(
  { monitor, baseline }: Reference,
  start: number,
  slices: readonly Slice[],
): JudgedWindow {
  const families = new Map(monitorMetrics(monitor).map(({ name, family }) => [name, family]));
  const file = {
    schema: PROFILE_SCHEMA,
    shard: 'bench',
    baseline: baseline.version,
    rejected: {},
    slices,
  };
  const { window, findings, measurements } = resultOf(monitor, start, baseline, [file]);
  return {
    start: window.start,
    findings: findings.filter(({ severity }) => severity === 'alert'),
    judged: judgedCauses(measurements, (metric) => families.get(metric) ?? 'custom'),
  };
}

/** The incidents that people would be told of, from all windows of a history, as `compareIncidents` folds them. */
export function incidentsOf({ monitor }: Reference, windows: readonly JudgedWindow[]): Incident[] {
  return foldIncidents(windows, confirmOf(monitor));
}

import type { Family } from '../metrics/family.ts';
import type { Finding } from '../results.ts';
import type { AlertPolicy } from './alert-policy.ts';
import { causeOf, type JudgedWindow } from './judged-window.ts';
import { byExcess } from './worst-findings.ts';

/** What a metric said against a cause in the last window that was outside its limits. */
export interface LatestAlert extends Pick<Finding, 'metric' | 'kind'> {
  /** The least of its findings; absent where one has none, as one of an absolute limit. */
  readonly p?: number;
}

/** Findings of one cause over time, from the first window that is outside its limits to the one that ends it. */
export interface Episode {
  readonly cause: string;
  readonly kinds: readonly Family[];
  /** The metrics that were outside their limits in it: while one of them warns, it does not end. Absent in older records. */
  readonly metrics?: readonly string[];
  /** The first window that was found outside its limits. */
  readonly onset: string;
  /** The window whose findings confirmed it. */
  readonly opened: string;
  /** The last window that was found outside its limits. */
  readonly last: string;
  /** The window that ended it; null while it goes on. */
  readonly resolved: string | null;
  /** What its latest judged window holds; `warning` too where it is calm and not ended yet. Absent in older records: alert. */
  readonly severity?: Finding['severity'];
  /** How many alert findings its last window holds. */
  readonly found: number;
  /** The first of them, the whole before its slices, the furthest from its limit first. */
  readonly findings: readonly Finding[];
  /** All of them, one a metric. Absent in older records. */
  readonly latest?: readonly LatestAlert[];
}

/** What is known of a cause after some windows. */
export interface CauseState {
  /** Windows that may still confirm an episode. */
  readonly recent: readonly { readonly start: string; readonly alerts: readonly Finding[] }[];
  readonly open: Episode | null;
  /** Calm windows since the last one that was not. */
  readonly calm: number;
  /** The first of the windows in a row that hold a warning and belong to no episode; null where the last one does not. */
  readonly warnedSince: string | null;
}

export const NOTHING_KNOWN: CauseState = { recent: [], open: null, calm: 0, warnedSince: null };

/** An episode travels in messages and events, which have their limits. */
export const FINDINGS_KEPT = 10;

/**
 * What one more window makes of a cause, and the episode that it began, went on with or ended. A window that could not judge the
 * cause changes nothing, nor does one that finds nothing and could judge none of the metrics that the episode is about.
 */
export function foldCause(
  cause: string,
  before: CauseState,
  window: JudgedWindow,
  policy: AlertPolicy,
): { state: CauseState; episode: Episode | null } {
  if (!window.judged.includes(cause)) return { state: before, episode: null };
  const of = (findings: readonly Finding[]) =>
    findings.filter((finding) => causeOf(finding, finding.kind) === cause);
  const alerts = of(window.findings).filter(({ severity }) => severity === 'alert');
  const warnings = of(window.warnings ?? []);
  const isCalm = alerts.length === 0 && !warnings.some((one) => concerns(before.open, one));
  const unknown = window.unknown?.[cause] ?? [];
  if (isCalm && before.open && metricsOf(before.open).every((one) => unknown.includes(one)))
    return { state: before, episode: null };
  const calm = isCalm && before.open ? before.calm + 1 : 0;
  const recent = [...before.recent, { start: window.start, alerts }].slice(-policy.of);
  const warning = alerts.length === 0 && warnings.length > 0;
  const warnedSince = warning ? (before.warnedSince ?? window.start) : null;
  if (before.open) {
    if (isCalm && calm >= (policy.closeAfter ?? 1)) {
      const episode = { ...before.open, resolved: window.start };
      return { state: { ...NOTHING_KNOWN, warnedSince }, episode };
    }
    const open: Episode =
      alerts.length > 0
        ? goOn(before.open, window.start, alerts)
        : { ...before.open, severity: 'warning' };
    return { state: { recent, open, calm, warnedSince: null }, episode: open };
  }
  const bad = recent.filter(({ alerts }) => alerts.length > 0);
  if (alerts.length === 0 || bad.length < policy.count)
    return { state: { recent, open: null, calm, warnedSince }, episode: null };
  const { start } = window;
  const onset = bad[0]?.start ?? start;
  const begun = { cause, kinds: [], onset, opened: start, last: start, resolved: null };
  const open = goOn({ ...begun, found: 0, findings: [] }, start, alerts);
  return { state: { recent, open, calm, warnedSince: null }, episode: open };
}

/** Whether a warning is about what the episode was outside its limits of. */
function concerns(episode: Episode | null, { metric }: Finding): boolean {
  return episode !== null && metricsOf(episode).includes(metric);
}

function metricsOf({ metrics, findings }: Episode): readonly string[] {
  return metrics ?? findings.map(({ metric }) => metric);
}

function goOn(episode: Episode, window: string, alerts: readonly Finding[]): Episode {
  const kinds = [...new Set([...episode.kinds, ...alerts.map(({ kind }) => kind)])].sort();
  return {
    ...episode,
    kinds,
    metrics: [
      ...new Set([...(episode.metrics ?? []), ...alerts.map(({ metric }) => metric)]),
    ].sort(),
    last: window,
    severity: 'alert',
    found: alerts.length,
    findings: [...alerts].sort(byExcess).slice(0, FINDINGS_KEPT),
    latest: latestOf(alerts),
  };
}

function latestOf(alerts: readonly Finding[]): LatestAlert[] {
  const byMetric = new Map<string, Finding[]>();
  for (const one of alerts) byMetric.set(one.metric, [...(byMetric.get(one.metric) ?? []), one]);
  return [...byMetric].sort().map(([metric, found]) => {
    const known = found.flatMap(({ p }) => p ?? []);
    const kind = (found[0] as Finding).kind;
    return { metric, kind, ...(known.length === found.length && { p: Math.min(...known) }) };
  });
}

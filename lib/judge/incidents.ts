import type { Family } from '../metrics/family.ts';
import type { Finding, Measurement } from '../results.ts';

/** What the history keeps of a judged window. */
export interface JudgedWindow {
  /** ISO start. */
  readonly start: string;
  readonly findings: readonly Finding[];
  /** Causes that had enough data to be judged: without one of these, nothing is known of it. */
  readonly judged: readonly string[];
}

/** Findings of one cause over time. */
export interface Incident {
  /** `<cause>@<onset>`: the same incident keeps it. */
  readonly id: string;
  /** A column's name, or a family for what concerns the whole. */
  readonly cause: string;
  readonly kinds: readonly Family[];
  /** The first window that was found outside its limits. */
  readonly onset: string;
  /** The window whose findings confirmed it. */
  readonly opened: string;
  /** The last window that was found outside its limits. */
  readonly last: string;
  /** The first judged window that was found inside them again; null while it goes on. */
  readonly resolved: string | null;
  /** How many alert findings its last window holds. */
  readonly found: number;
  /** The first of them, the whole before its slices, the furthest from its limit first. */
  readonly findings: readonly Finding[];
}

/** What a finding or a measurement is put down to: its column, or its family where it has none. */
export function causeOf(place: { readonly column: string | null }, kind: Family): string {
  return place.column === null ? kind : `column ${place.column}`;
}

/** An incident travels in messages and events, which have their limits. */
const FINDINGS_KEPT = 10;

/** The causes that a window has enough data to say anything about. */
export function judgedCauses(
  measurements: readonly Measurement[],
  familyOf: (metric: string) => Family,
): string[] {
  const judged = measurements
    .filter(({ status, threshold }) => status !== 'insufficient' && threshold !== null)
    .map((measurement) => causeOf(measurement, familyOf(measurement.metric)));
  return [...new Set(judged)].sort();
}

/** What is left of a cause's windows that are not looked at any more. */
export interface CauseHistory {
  readonly cause: string;
  /** ISO start of the last window that is in it. */
  readonly upTo: string;
  /** Windows that may still confirm an incident. */
  readonly recent: readonly { readonly start: string; readonly alerts: readonly Finding[] }[];
  readonly open: Incident | null;
}

/**
 * All incidents of a monitor's windows, by onset. Pure: a corrected window changes them as if it had always been so.
 *
 * `windows` by start; of each cause those count that come after its history. One opens when `count` of the last `of` judged windows of its cause hold an alert, and resolves with the first that
 * holds none.
 */
export function foldIncidents(
  windows: readonly JudgedWindow[],
  confirm: Confirm,
  histories: readonly CauseHistory[] = [],
): Incident[] {
  const incidents = foldCauses(windows, confirm, histories).flatMap((fold) => fold.incidents);
  return incidents.sort((a, b) =>
    a.onset === b.onset ? (a.id < b.id ? -1 : 1) : a.onset < b.onset ? -1 : 1,
  );
}

/** The history of every cause once these windows are in it; of causes of which nothing is left to know, none. */
export function foldHistory(
  windows: readonly JudgedWindow[],
  confirm: Confirm,
  histories: readonly CauseHistory[],
  upTo: string,
): CauseHistory[] {
  return foldCauses(windows, confirm, histories).map(({ cause, incidents, recent }) => {
    const last = incidents.at(-1);
    return {
      cause,
      upTo,
      recent: recent.some(({ alerts }) => alerts.length > 0) ? recent : [],
      open: last?.resolved === null ? last : null,
    };
  });
}

export interface Confirm {
  readonly count: number;
  readonly of: number;
}

interface Fold {
  readonly cause: string;
  readonly incidents: readonly Incident[];
  readonly recent: CauseHistory['recent'];
}

function foldCauses(
  windows: readonly JudgedWindow[],
  confirm: Confirm,
  histories: readonly CauseHistory[],
): Fold[] {
  const known = new Map(histories.map((history) => [history.cause, history]));
  const causes = new Set([...windows.flatMap(({ judged }) => [...judged]), ...known.keys()]);
  return [...causes].sort().map((cause) => {
    const history = known.get(cause) ?? null;
    const later = windows.filter(({ start }) => start > (history?.upTo ?? ''));
    return foldCause(cause, later, confirm, history);
  });
}

function foldCause(
  cause: string,
  windows: readonly JudgedWindow[],
  confirm: Confirm,
  history: CauseHistory | null,
): Fold {
  const incidents: Incident[] = history?.open ? [history.open] : [];
  let recent: { start: string; alerts: readonly Finding[] }[] = [...(history?.recent ?? [])];
  for (const window of windows) {
    if (!window.judged.includes(cause)) continue;
    const alerts = window.findings.filter(
      (finding) => finding.severity === 'alert' && causeOf(finding, finding.kind) === cause,
    );
    recent = [...recent, { start: window.start, alerts }].slice(-confirm.of);
    const open = incidents.at(-1)?.resolved === null ? incidents.pop() : undefined;
    if (open) {
      incidents.push(
        alerts.length > 0 ? goOn(open, window.start, alerts) : { ...open, resolved: window.start },
      );
      if (alerts.length === 0) recent = [];
      continue;
    }
    const bad = recent.filter(({ alerts }) => alerts.length > 0);
    if (alerts.length === 0 || bad.length < confirm.count) continue;
    const onset = bad[0]?.start ?? window.start;
    const opened: Incident = {
      id: `${cause}@${onset}`,
      cause,
      kinds: [],
      onset,
      opened: window.start,
      last: window.start,
      resolved: null,
      found: 0,
      findings: [],
    };
    incidents.push(goOn(opened, window.start, alerts));
  }
  return { cause, incidents, recent };
}

function goOn(incident: Incident, window: string, alerts: readonly Finding[]): Incident {
  const kinds = [...new Set([...incident.kinds, ...alerts.map(({ kind }) => kind)])].sort();
  return {
    ...incident,
    kinds,
    last: window,
    found: alerts.length,
    findings: [...alerts].sort((a, b) => excess(b) - excess(a)).slice(0, FINDINGS_KEPT),
  };
}

/** How far a finding is beyond its limit, as a share of it; the whole comes before a slice of it. */
function excess({ value, threshold, segment, variant }: Finding): number {
  const limit =
    threshold.max !== undefined && value > threshold.max ? threshold.max : (threshold.min ?? value);
  const share = Math.abs(value - limit) / Math.max(Math.abs(limit), 1e-9);
  return segment === null && variant === null ? share + 1e12 : share;
}

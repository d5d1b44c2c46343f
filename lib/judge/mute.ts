import type { Finding } from '../results.ts';
import type { AlertPolicy, Mute } from './alert-policy.ts';
import { causesOf } from './incident.ts';
import type { History } from './incidents.ts';
import type { JudgedWindow } from './judged-window.ts';

/** Whether a mute is about a finding: it matches all that the mute names. */
export function isAbout({ columns, metrics, segments }: Mute, finding: Finding): boolean {
  const among = (names: readonly string[] | undefined, name: string | null) =>
    names === undefined || (name !== null && names.includes(name));
  return (
    among(columns, finding.column) &&
    among(metrics, finding.metric) &&
    among(segments, finding.segment)
  );
}

/** A window without what is muted at its time. */
export function windowUnmuted(window: JudgedWindow, policy: AlertPolicy): JudgedWindow {
  const heard = hears(policy, window.start);
  if (!heard) return window;
  const { findings, warnings } = window;
  return {
    ...window,
    findings: findings.filter(heard),
    ...(warnings && { warnings: warnings.filter(heard) }),
  };
}

/** Causes all of whose latest findings are muted are open no more, nor is an incident of which nothing else is left. */
export function historyUnmuted(history: History, policy: AlertPolicy): History {
  if ((policy.mute ?? []).length === 0) return history;
  const gone = new Map<string, string | undefined>();
  const causes = history.causes.map((one) => {
    const heard = hears(policy, one.upTo) ?? (() => true);
    const recent = one.recent.map(({ start, alerts }) => ({
      start,
      alerts: alerts.filter(hears(policy, start) ?? (() => true)),
    }));
    if (!one.open || one.open.findings.some(heard)) return { ...one, recent };
    gone.set(one.cause, one.incident);
    const { incident: _, ...rest } = one;
    return { ...rest, recent, open: null, calm: 0 };
  });
  const incidents = history.incidents.flatMap((incident) => {
    const lost = causesOf(incident).filter(({ cause }) => gone.get(cause) === incident.id);
    if (lost.length === 0) return [incident];
    const stays = causes.some(({ incident: id, open }) => open && id === incident.id);
    const left = causesOf(incident).filter((one) => !lost.includes(one));
    return stays ? [{ ...incident, causes: left }] : [];
  });
  return { causes, incidents };
}

function hears({ mute = [] }: AlertPolicy, start: string) {
  const at = Date.parse(start);
  const inForce = mute.filter(({ until }) => at < until);
  if (inForce.length === 0) return null;
  return (finding: Finding) => !inForce.some((one) => isAbout(one, finding));
}

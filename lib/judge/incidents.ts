import { addEvidence, type Carried } from './add-evidence.ts';
import type { AlertPolicy } from './alert-policy.ts';
import { type CauseState, type Episode, foldCause, NOTHING_KNOWN } from './fold-causes.ts';
import { groupEpisodes, refresh } from './group-episodes.ts';
import { causesOf, type Incident } from './incident.ts';
import type { JudgedWindow } from './judged-window.ts';
import { historyUnmuted, windowUnmuted } from './mute.ts';

export type { Incident, IncidentCause } from './incident.ts';
export { causeOf, type JudgedWindow } from './judged-window.ts';

/** What is left of a cause's windows that are not looked at any more. Records of the first release lack what is optional. */
export interface CauseHistory extends Pick<CauseState, 'recent' | 'open'> {
  readonly cause: string;
  /** ISO start of the last window that is in it. */
  readonly upTo: string;
  readonly calm?: number;
  readonly warnedSince?: string | null;
  /** The id of the incident that the open episode belongs to. */
  readonly incident?: string;
  readonly carried?: Carried;
}

/** What is left of windows that are not looked at any more. */
export interface History {
  readonly causes: readonly CauseHistory[];
  /** Those that are open, and those that are over and may come again. */
  readonly incidents: readonly Incident[];
}

export const NO_HISTORY: History = { causes: [], incidents: [] };

/**
 * All incidents of a monitor's windows, by onset. Pure: a corrected window changes them as if it had always been so.
 *
 * `windows` by start; those count that come after the history.
 */
export function foldIncidents(
  windows: readonly JudgedWindow[],
  policy: AlertPolicy,
  history: History = NO_HISTORY,
): Incident[] {
  const { incidents } = fold(windows, policy, history);
  const before = new Map(history.incidents.map((one) => [one.id, one]));
  return incidents
    .filter(({ id, resolved }) => resolved === null || before.get(id)?.resolved !== resolved)
    .sort((a, b) => (a.onset === b.onset ? (a.id < b.id ? -1 : 1) : a.onset < b.onset ? -1 : 1));
}

/** A cause that warns and is in no incident. */
export interface Warned {
  readonly cause: string;
  /** The first of its windows in a row that hold a warning. */
  readonly since: string;
}

/** What warns as of the last windows, by cause. */
export function foldWarnings(
  windows: readonly JudgedWindow[],
  policy: AlertPolicy,
  history: History = NO_HISTORY,
): Warned[] {
  return [...fold(windows, policy, history).causes]
    .flatMap(([cause, { warnedSince }]) =>
      warnedSince === null ? [] : [{ cause, since: warnedSince }],
    )
    .sort((a, b) => (a.cause < b.cause ? -1 : 1));
}

/** The history once these windows are in it; nothing of causes of which nothing is left to know. */
export function foldHistory(
  windows: readonly JudgedWindow[],
  policy: AlertPolicy,
  history: History,
  upTo: string,
): History {
  const { causes, incidents, carried, home } = fold(windows, policy, history);
  const names = new Set([...causes.keys(), ...carried.keys()]);
  const { cooldown = 0 } = policy;
  return {
    causes: [...names].sort().flatMap((cause): CauseHistory[] => {
      const { recent, open, calm, warnedSince } = causes.get(cause) ?? NOTHING_KNOWN;
      const alerted = recent.some(({ alerts }) => alerts.length > 0) ? recent : [];
      const [incident, kept] = [home.get(cause), carried.get(cause)];
      if (open === null && alerted.length === 0 && warnedSince === null && !kept) return [];
      return [
        {
          ...{ cause, upTo, recent: alerted, open, calm, warnedSince },
          ...(open && incident !== undefined && { incident }),
          ...(kept && { carried: kept }),
        },
      ];
    }),
    incidents: incidents.filter(
      (incident) =>
        incident.resolved === null ||
        (cooldown > 0 && mayReturn(incident, causes, { upTo, cooldown })),
    ),
  };
}

/** Whether what is over is within its cooldown, or what may still be confirmed began within it. */
function mayReturn(
  incident: Incident,
  causes: Fold['causes'],
  { upTo, cooldown }: { readonly upTo: string; readonly cooldown: number },
): boolean {
  const until = Date.parse(incident.resolved ?? '') + cooldown;
  const pending = causesOf(incident).flatMap(({ cause }) => causes.get(cause)?.recent ?? []);
  const starts = pending.flatMap(({ start, alerts }) => (alerts.length > 0 ? [start] : []));
  return [upTo, ...starts].some((start) => Date.parse(start) <= until);
}

interface Fold {
  readonly causes: ReadonlyMap<string, CauseState>;
  /** All that were known before or began since. */
  readonly incidents: readonly Incident[];
  readonly carried: ReadonlyMap<string, Carried>;
  /** Ids of incidents by the causes that are open in them. */
  readonly home: ReadonlyMap<string, string>;
}

function fold(judged: readonly JudgedWindow[], policy: AlertPolicy, past: History): Fold {
  const history = historyUnmuted(past, policy);
  const known = new Map(history.causes.map((one) => [one.cause, one]));
  const before = new Map(
    history.causes.flatMap(({ cause, carried }) => (carried ? [[cause, carried] as const] : [])),
  );
  const evident = addEvidence(judged, before, policy);
  const windows = evident.windows.map((window) => windowUnmuted(window, policy));
  const causes = new Map(history.causes.map((one) => [one.cause, stateOf(one)]));
  const incidents = new Map(history.incidents.map((one) => [one.id, one]));
  const home = new Map<string, string>();
  for (const { cause, open, incident } of history.causes) {
    if (!open) continue;
    const alone = { ...open, id: `${cause}@${open.onset}` };
    home.set(cause, incident ?? alone.id);
    if (incident === undefined && !incidents.has(alone.id)) incidents.set(alone.id, alone);
  }
  for (const window of windows) {
    const changed: Episode[] = [];
    for (const cause of [...new Set([...causes.keys(), ...window.judged])].sort()) {
      if (window.start <= (known.get(cause)?.upTo ?? '')) continue;
      const { state, episode } = foldCause(
        cause,
        causes.get(cause) ?? NOTHING_KNOWN,
        window,
        policy,
      );
      causes.set(cause, state);
      if (episode) changed.push(episode);
    }
    foldGroups(changed, { causes, incidents, home }, window, policy);
  }
  return { causes, incidents: [...incidents.values()], carried: evident.carried, home };
}

/** Puts what a window changed into the incidents. */
function foldGroups(
  changed: readonly Episode[],
  {
    causes,
    incidents,
    home,
  }: {
    readonly causes: ReadonlyMap<string, CauseState>;
    readonly incidents: Map<string, Incident>;
    readonly home: Map<string, string>;
  },
  window: JudgedWindow,
  policy: AlertPolicy,
): void {
  const openOf = (id: string) =>
    [...home]
      .flatMap(([cause, at]) => (at === id ? (causes.get(cause)?.open ?? []) : []))
      .sort((a, b) => (a.cause < b.cause ? -1 : 1));
  const isNew = ({ cause, opened }: Episode) => opened === window.start && !home.has(cause);
  const byOpening = () =>
    [...incidents.values()].sort((a, b) =>
      a.opened === b.opened ? (a.id < b.id ? -1 : 1) : a.opened < b.opened ? -1 : 1,
    );
  const update = (incident: Incident | null, own: readonly Episode[]) => {
    const open = incident ? openOf(incident.id) : [];
    const others = own.filter(({ cause, resolved }) => resolved === null && !home.has(cause));
    const after = refresh(incident, own, [...open, ...others], window, policy);
    incidents.set(after.id, after);
    for (const { cause } of others) home.set(cause, after.id);
  };
  const begun = changed.filter(isNew);
  for (const incident of byOpening()) {
    const own = changed.filter(
      (episode) => !begun.includes(episode) && home.get(episode.cause) === incident.id,
    );
    for (const { cause, resolved } of own) if (resolved !== null) home.delete(cause);
    if (own.length > 0) update(incident, own);
  }
  for (const group of groupEpisodes(begun, byOpening(), window, policy))
    update(group.incident, group.begun);
  for (const incident of byOpening())
    if (incident.resolved === null && openOf(incident.id).length === 0) update(incident, []);
}

function stateOf({ recent, open, calm = 0, warnedSince = null }: CauseHistory): CauseState {
  return { recent, open, calm, warnedSince };
}

import { causesOf, type Incident, openCauses } from './incident.ts';
import { beyondLimit } from './worst-findings.ts';

/** How an incident stood when people were told of it last. */
export interface Told {
  /** ISO time of the run that told it. */
  readonly at: string;
  /** The furthest beyond its limit that any of its findings was told to be, as a share of the limit. */
  readonly beyond: number;
  /** Causes that were told to be open. */
  readonly causes: readonly string[];
  readonly severity: 'warning' | 'alert';
}

export interface ToldIncident {
  /** As it was known last. */
  readonly incident: Incident;
  /** Absent in records of the first release. */
  readonly told?: Told;
}

/** How the incidents that the whole history gives differ from those that people were told of. */
export interface Changes {
  /** New ones, and those that came back within the cooldown. */
  readonly opened: readonly Incident[];
  readonly worse: readonly Incident[];
  readonly better: readonly Incident[];
  readonly resolved: readonly Incident[];
  /** Incidents that a correction undid: no window gives rise to them any more. */
  readonly withdrawn: readonly Incident[];
  /** Open ones that people know of, `worse` and `better` among them. */
  readonly ongoing: readonly Incident[];
  /** All that the history gives. */
  readonly current: readonly Incident[];
  /** Ids that people knew of and that are told no more: muted, or part of another incident by now. */
  readonly dropped: readonly string[];
}

/** Half as much again beyond the limit is worse, but for what is next to nothing: a tenth of the limit. */
const WORSE = { times: 1.5, least: 0.1 };

/**
 * What has changed since people were told. Pure.
 *
 * `heard` are the incidents of the history, `all` those that there would be if nothing were muted: what is only in these is
 * muted rather than withdrawn. `now` in epoch ms; within `cooldown` milliseconds of the last word on an incident nothing is said of
 * a severity that goes up and down.
 */
export function compareTold(
  told: readonly ToldIncident[],
  { heard, all }: { readonly heard: readonly Incident[]; readonly all: readonly Incident[] },
  { now, cooldown = 0 }: { readonly now: number; readonly cooldown?: number },
): Changes {
  const current = withKnownIds(heard, told);
  const before = new Map(told.map((one) => [one.incident.id, one]));
  const ids = new Set(current.map(({ id }) => id));
  const gone = told.filter(({ incident }) => !ids.has(incident.id) && incident.resolved === null);
  const somewhere = new Set([...current, ...all].flatMap(episodesOf));
  const stands = ({ incident }: ToldIncident) =>
    episodesOf(incident).some((episode) => somewhere.has(episode));
  const changeOf = (incident: Incident) => {
    const known = before.get(incident.id);
    if (!known) return 'opened';
    if (incident.resolved !== null) return known.incident.resolved === null ? 'resolved' : null;
    if (known.incident.resolved !== null) return 'opened';
    return changeSince(incident, known, [...gone, known], now, cooldown);
  };
  const changes = current.map((incident) => ({ incident, change: changeOf(incident) }));
  const of = (name: ReturnType<typeof changeOf>) =>
    changes.filter(({ change }) => change === name).map(({ incident }) => incident);
  const opened = of('opened');
  return {
    current,
    opened,
    worse: of('worse'),
    better: of('better'),
    resolved: of('resolved'),
    withdrawn: gone.filter((one) => !stands(one)).map(({ incident }) => incident),
    ongoing: current.filter((one) => one.resolved === null && !opened.includes(one)),
    dropped: gone.filter(stands).map(({ incident }) => incident.id),
  };
}

/** What people are told of an incident with these words. */
export function toldOf(incident: Incident, before: Told | undefined, at: string): Told {
  return {
    at,
    beyond: Math.max(beyond(incident), before?.beyond ?? 0),
    causes: openCauses(incident).map(({ cause }) => cause),
    severity: incident.severity ?? 'alert',
  };
}

/** Which way an open incident went since people were told. `gone`: what they were told that may be part of it now. */
function changeSince(
  incident: Incident,
  known: ToldIncident,
  gone: readonly ToldIncident[],
  now: number,
  cooldown: number,
): 'worse' | 'better' | null {
  const told = known.told ?? toldOf(known.incident, undefined, '');
  const open = openCauses(incident).map(({ cause }) => cause);
  const own = new Set(episodesOf(incident));
  const parts = gone.filter((one) => episodesOf(one.incident).some((episode) => own.has(episode)));
  const familiar = new Set([
    ...told.causes,
    ...parts.flatMap((one) => episodesOf(one.incident).map(causeIn)),
  ]);
  if (open.some((cause) => !familiar.has(cause))) return 'worse';
  const reached = beyond(incident);
  if (reached > WORSE.times * told.beyond && reached > told.beyond + WORSE.least) return 'worse';
  const severity = incident.severity ?? 'alert';
  const settled = !(now - Date.parse(told.at) < cooldown);
  if (!settled || open.length === 0) return null;
  if (severity !== told.severity) return severity === 'alert' ? 'worse' : 'better';
  return told.causes.some((cause) => !open.includes(cause)) ? 'better' : null;
}

function beyond(incident: Incident): number {
  const alerting = openCauses(incident).filter(({ severity }) => severity === 'alert');
  return Math.max(0, ...alerting.map(({ worst }) => beyondLimit(worst)));
}

/**
 * The incidents under the ids that people know them by: a correction may have another cause come first, or move the onset of
 * what is still open.
 */
function withKnownIds(heard: readonly Incident[], told: readonly ToldIncident[]): Incident[] {
  const taken = new Set(heard.map(({ id }) => id));
  const known = new Set(told.map(({ incident }) => incident.id));
  const free = told.filter(({ incident }) => !taken.has(incident.id));
  const adopt = (incident: Incident, isSame: (before: Incident) => boolean): Incident => {
    const at = free.findIndex((one) => isSame(one.incident));
    const [same] = at < 0 ? [] : free.splice(at, 1);
    return same ? { ...incident, id: same.incident.id, cause: same.incident.cause } : incident;
  };
  const sharing = (of: (incident: Incident) => readonly string[]) => (incident: Incident) => {
    if (known.has(incident.id)) return incident;
    const own = new Set(of(incident));
    return adopt(incident, (before) => of(before).some((one) => own.has(one)));
  };
  const stillOpen = (incident: Incident) =>
    incident.resolved === null ? openCauses(incident).map(({ cause }) => cause) : [];
  return heard.map(sharing(episodesOf)).map(sharing(stillOpen));
}

function episodesOf(incident: Incident): string[] {
  return causesOf(incident).map(({ cause, onset }) => `${cause}@${onset}`);
}

function causeIn(episode: string): string {
  return episode.slice(0, episode.lastIndexOf('@'));
}

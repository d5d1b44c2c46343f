import type { Finding } from '../results.ts';
import { type AlertPolicy, standsApart } from './alert-policy.ts';
import { type Episode, FINDINGS_KEPT } from './fold-causes.ts';
import { causesOf, type Incident, openCauses } from './incident.ts';
import type { JudgedWindow } from './judged-window.ts';
import { causeFrom, rankCauses, shareOfColumn } from './rank-causes.ts';
import { byExcess } from './worst-findings.ts';

/** How many causes an incident keeps: what is over goes first. */
const CAUSES_KEPT = 100;
/** A cause that explains so much of a loss is of one incident with it, whenever either began. */
const MOST_OF_IT = 0.5;

/** An incident, and its episodes that changed with a window. */
export interface Group {
  readonly incident: Incident | null;
  readonly begun: readonly Episode[];
}

/**
 * Which incident each of the episodes that a window began belongs to: one that had the cause before, one that began in the same
 * windows or is explained by it (or explains it), or a new one with the others.
 *
 * `known`: those that are open, and those that are over and may come again.
 */
export function groupEpisodes(
  begun: readonly Episode[],
  known: readonly Incident[],
  window: JudgedWindow,
  policy: AlertPolicy,
): Group[] {
  const joined = new Map<Incident, Episode[]>();
  const [together, apart]: [Episode[], Group[]] = [[], []];
  for (const episode of begun) {
    const home =
      known.findLast((incident) => returnsTo(incident, episode, policy)) ??
      known.find((incident) => belongsTo(incident, episode, window));
    if (home) joined.set(home, [...(joined.get(home) ?? []), episode]);
    else if (standsApart(episode.kinds)) apart.push({ incident: null, begun: [episode] });
    else together.push(episode);
  }
  return [
    ...[...joined].map(([incident, episodes]) => ({ incident, begun: episodes })),
    ...(together.length > 0 ? [{ incident: null, begun: together }] : []),
    ...apart,
  ];
}

function returnsTo(incident: Incident, episode: Episode, { cooldown = 0 }: AlertPolicy): boolean {
  if (!causesOf(incident).some(({ cause }) => cause === episode.cause)) return false;
  if (incident.resolved === null) return true;
  if (cooldown === 0) return false;
  return Date.parse(episode.onset) - Date.parse(incident.resolved) <= cooldown;
}

function belongsTo(incident: Incident, episode: Episode, window: JudgedWindow): boolean {
  if (incident.resolved !== null || standsApart(episode.kinds)) return false;
  if (standsApart(incident.kinds)) return false;
  if (episode.onset <= incident.opened) return true;
  const { loss = null, schema = [] } = window.explanations ?? {};
  const causes = openCauses(incident);
  const has = (kind: Finding['kind']) =>
    causes.some(({ column, kinds }) => column === null && kinds.includes(kind));
  const column = episode.findings[0]?.column ?? null;
  const explains = (name: string | null) =>
    loss !== null && name !== null && shareOfColumn(loss, name) >= MOST_OF_IT;
  const changed = (name: string | null) => schema.some((one) => one.column === name);
  if (column !== null)
    return (has('performance') && explains(column)) || (has('quality') && changed(column));
  if (episode.kinds.includes('performance')) return causes.some((one) => explains(one.column));
  return episode.kinds.includes('quality') && causes.some((one) => changed(one.column));
}

/** An incident after a window. `changed`: its episodes that the window began, went on with or ended. `open`: all that are open. */
export function refresh(
  incident: Incident | null,
  changed: readonly Episode[],
  open: readonly Episode[],
  window: JudgedWindow,
  policy: AlertPolicy,
): Incident {
  const known = new Map((incident ? causesOf(incident) : []).map((one) => [one.cause, one]));
  const causes = new Map(known) as Map<string, NonNullable<ReturnType<typeof causeFrom>>>;
  for (const episode of changed) {
    const alerts = episode.last === window.start;
    const said = alerts ? window.explanations : undefined;
    const cause = causeFrom(episode, said, known.get(episode.cause));
    if (cause) causes.set(episode.cause, cause);
  }
  const said = new Set(
    changed.filter((one) => one.last === window.start).map(({ cause }) => cause),
  );
  const roles = new Map(
    [...known].flatMap(([cause, { role }]) => (said.has(cause) ? [] : [[cause, role] as const])),
  );
  const { loss = null } = window.explanations ?? {};
  const ranked = rankCauses([...causes.values()], policy.outputs ?? [], loss, roles);
  const [first] = ranked;
  const onset = least([...(incident ? [incident.onset] : []), ...open.map((one) => one.onset)]);
  const last = most([...(incident ? [incident.last] : []), ...open.map((one) => one.last)]);
  const kinds = [...(incident?.kinds ?? []), ...changed.flatMap((one) => one.kinds)];
  const alerting = open.filter((one) => one.last === last);
  const cause = incident?.cause ?? first?.cause ?? '';
  const reopened = (incident?.reopened ?? 0) + (incident?.resolved ? 1 : 0);
  return {
    id: incident?.id ?? `${cause}@${onset}`,
    cause,
    kinds: [...new Set(kinds)].sort(),
    onset,
    opened: incident?.opened ?? window.start,
    last,
    resolved: resolution(open, [...causes.values()], reopened, window, policy),
    found:
      alerting.length > 0
        ? alerting.reduce((sum, { found }) => sum + found, 0)
        : (incident?.found ?? 0),
    findings: open.length > 0 ? worstOf(open) : (incident?.findings ?? []),
    severity: open.some(({ severity = 'alert' }) => severity === 'alert') ? 'alert' : 'warning',
    causes: ranked.slice(0, CAUSES_KEPT),
    ...(reopened > 0 && { reopened }),
  };
}

/** Where all causes are over. What came back once is over when it has stayed away for the cooldown. */
function resolution(
  open: readonly Episode[],
  causes: readonly { readonly resolved: string | null }[],
  reopened: number,
  window: JudgedWindow,
  { cooldown = 0 }: AlertPolicy,
): string | null {
  if (open.length > 0) return null;
  if (reopened === 0) return window.start;
  const calmSince = most(causes.map(({ resolved }) => resolved ?? window.start));
  return Date.parse(window.start) >= Date.parse(calmSince) + cooldown ? window.start : null;
}

/** The worst of each, then the others. */
function worstOf(open: readonly Episode[]): Finding[] {
  const first = open.flatMap(({ findings }) => findings.slice(0, 1)).sort(byExcess);
  const others = open.flatMap(({ findings }) => findings.slice(1)).sort(byExcess);
  return [...first, ...others].slice(0, FINDINGS_KEPT);
}

function least(starts: readonly string[]): string {
  return starts.reduce((a, b) => (b < a ? b : a));
}

function most(starts: readonly string[]): string {
  return starts.reduce((a, b) => (b > a ? b : a));
}

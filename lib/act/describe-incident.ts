import { causesOf, type Incident, type IncidentCause, openCauses } from '../judge/incident.ts';
import { causeOf } from '../judge/judged-window.ts';
import type { Message } from './message.ts';

/** What became of an incident since people were told of it. */
export type IncidentState =
  | 'opened'
  | 'reopened'
  | 'worse'
  | 'better'
  | 'resolved'
  | 'withdrawn'
  | 'came and went';

/** How a subject begins, the most urgent first, and what it asks of people. */
export const STATES: Readonly<
  Record<
    IncidentState,
    { readonly subject: string; readonly severity: Message['attributes']['severity'] }
  >
> = {
  opened: { subject: 'ALERT', severity: 'alert' },
  reopened: { subject: 'REOPENED', severity: 'alert' },
  worse: { subject: 'WORSE', severity: 'alert' },
  better: { subject: 'Better', severity: 'info' },
  'came and went': { subject: 'Came and went', severity: 'resolved' },
  resolved: { subject: 'Resolved', severity: 'resolved' },
  withdrawn: { subject: 'Withdrawn', severity: 'resolved' },
};

const CAUSES_SHOWN = 6;
const FINDINGS_SHOWN = 3;

/** `column income, performance and 2 more`: the first cause as it opened, a family that suffers, and how many others are open, or were. */
export function nameOf(incident: Incident): string {
  const causes = incident.resolved === null ? openCauses(incident) : causesOf(incident);
  const others = causes.filter(({ cause }) => cause !== incident.cause);
  const family = others.find(({ column }) => column === null);
  const named = [incident.cause, ...(family ? [family.cause] : [])];
  const more = others.length + 1 - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What is wrong, since when, why, by how much and where, in lines. `where` says where a window's result lies. */
export function describeIncident(
  incident: Incident,
  state: IncidentState,
  where: (window: string) => string,
): string[] {
  const { onset, last, resolved } = incident;
  const line = {
    opened: `Opened: outside its limits since the window of ${onset}`,
    reopened: `Open again, as it was before: outside its limits since the window of ${onset}; it comes and goes`,
    worse: `Worse than you were told: outside its limits since the window of ${onset}`,
    better: `Better than you were told, and not over: outside its limits since the window of ${onset}`,
    'came and went': `Came and went since the last run: outside its limits from ${onset}, back within them from ${resolved}`,
    resolved: `Resolved: outside its limits from ${onset}, back within them from ${resolved}`,
    withdrawn: `Withdrawn: corrected data no longer shows what was reported from ${onset}`,
  }[state];
  const lastSeen = last === onset || resolved !== null ? '' : `, last seen in that of ${last}`;
  if (state === 'resolved' || state === 'withdrawn')
    return [line, `It was put down to ${shortList(causesOf(incident).map(({ cause }) => cause))}.`];
  const causes = causesOf(incident);
  const more = causes.length - CAUSES_SHOWN;
  return [
    `${line}${lastSeen}`,
    ...causes
      .slice(0, CAUSES_SHOWN)
      .flatMap((cause, i) => describeCause(`${i + 1}. `, cause, incident)),
    ...(more > 0 ? [`and ${more} more causes`] : []),
    `evidence: ${where(last)}`,
  ];
}

function shortList(names: readonly string[]): string {
  const more = names.length - CAUSES_SHOWN;
  return `${names.slice(0, CAUSES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function describeCause(number: string, one: IncidentCause, incident: Incident): string[] {
  const state =
    one.resolved !== null
      ? `back within its limits from ${one.resolved}`
      : one.severity === 'warning'
        ? 'warnings only by now'
        : '';
  const said = [state, one.role].filter(Boolean).join('; ');
  const others = incident.findings.filter(
    (finding) =>
      causeOf(finding, finding.kind) === one.cause && finding.message !== one.worst.message,
  );
  const shown = [one.worst, ...others].slice(0, FINDINGS_SHOWN);
  const more = one.found - shown.length;
  return [
    `${number}${one.cause} (${one.kinds.join(', ')})${said ? `: ${said}` : ''}`,
    ...(one.resolved === null ? shown.map(({ message }) => `   ${message}`) : []),
    ...(one.resolved === null && more > 0
      ? [`   and ${more} more finding${more === 1 ? '' : 's'}`]
      : []),
  ];
}

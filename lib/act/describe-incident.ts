import { causesOf, type Incident, openCauses } from '../judge/incident.ts';
import { describeCause } from './describe-cause.ts';
import type { Message } from './message.ts';
import { wrapLine } from './wrap-line.ts';

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

const NAMED = 6;

/** `column income, performance and 2 more`: the first cause as it opened, a family that suffers, and how many others are open, or were. */
export function nameOf(incident: Incident): string {
  const causes = incident.resolved === null ? openCauses(incident) : causesOf(incident);
  const others = causes.filter(({ cause }) => cause !== incident.cause);
  const family = others.find(({ column }) => column === null);
  const named = [incident.cause, ...(family ? [family.cause] : [])];
  const more = others.length + 1 - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** In one sentence: what became of it, and since when. */
export function verdictOf({ onset, last, resolved }: Incident, state: IncidentState): string {
  const line = {
    opened: `Opened: outside its limits since the window of ${onset}`,
    reopened: `Open again, as it was before: outside its limits since the window of ${onset}; it comes and goes`,
    worse: `Worse than you were told: outside its limits since the window of ${onset}`,
    better: `Better than you were told, and not over: outside its limits since the window of ${onset}`,
    'came and went': `Came and went since the last run: outside its limits from ${onset}, back within them from ${resolved}`,
    resolved: `Resolved: outside its limits from ${onset}, back within them from ${resolved}`,
    withdrawn: `Withdrawn: corrected data no longer shows what was reported from ${onset}`,
  }[state];
  const lastSeen =
    last === onset || resolved !== null || state === 'withdrawn'
      ? ''
      : `, last seen in that of ${last}`;
  return `${line}${lastSeen}`;
}

/** Why, by how much and where, in at most so many lines; at least the first cause's name and its worst finding. */
export function describeCauses(incident: Incident, state: IncidentState, room: number): string[] {
  const causes = causesOf(incident);
  if (state === 'resolved' || state === 'withdrawn')
    return wrapLine(`It was put down to ${shortList(causes.map(({ cause }) => cause))}.`);
  const lines: string[] = [];
  for (const [i, cause] of causes.entries()) {
    const described = describeCause(`${i + 1}. `, cause, incident).map(wrapLine);
    const isLast = i === causes.length - 1;
    const left = room - lines.length - (isLast ? 0 : 1);
    const least = described.slice(0, 2).flat();
    const fitting = described.flat().length <= left ? described.flat() : least;
    if (i > 0 && fitting.length > left) {
      const more = causes.length - i;
      return [...lines, `and ${more} more cause${more === 1 ? '' : 's'}`];
    }
    lines.push(...fitting);
  }
  return lines;
}

function shortList(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

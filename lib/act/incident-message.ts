import { causesOf, type Incident } from '../judge/incident.ts';
import type { ActOutcome } from '../pipeline/act.ts';
import { compose, wrapped } from './compose.ts';
import {
  describeCauses,
  type IncidentState,
  nameOf,
  STATES,
  verdictOf,
} from './describe-incident.ts';
import { describeMutes } from './describe-mute.ts';
import { describeRequest } from './describe-request.ts';
import { explainCommand } from './explain-command.ts';
import type { Message } from './message.ts';
import type { Places } from './places.ts';

/** An incident, and what became of it since people were told. */
export interface News {
  readonly incident: Incident;
  readonly state: IncidentState;
}

/** A screen of a terminal or a telephone. */
const LINES = 25;
/** Of what was done, and is muted. */
const DONE_LINES = 8;
const OTHERS_NAMED = 5;

/** What became of an incident: the verdict, where to look and what to copy, its causes, what was done, in 25 lines. */
export function incidentMessage(
  monitor: string,
  { incident, state }: News,
  outcome: ActOutcome,
  places: Places,
): Message {
  const { severity, subject } = STATES[state];
  const others = outcome.ongoing.filter(({ id }) => id !== incident.id);
  const asked = outcome.request?.evidence.some(({ id }) => id === incident.id) === true;
  const title = `${subject} ${monitor}: ${nameOf(incident)}`;
  const verdict = verdictOf(incident, state);
  const command = explainCommand(places.workspace, incident.id);
  const report = places.report?.(incident.last);
  const links = [...(report ? [`report:  ${report}`] : []), `explain: ${command}`];
  const done = wrapped(whatWasDone(state, asked, others, outcome)).slice(0, DONE_LINES);
  const where = [`evidence: ${places.window(incident.last)}`];
  const around = [title, '', ...wrapped([verdict]), ...links, '', '', ...done, '', ...where];
  const causes = describeCauses(incident, state, LINES - around.length);
  return compose(
    { monitor, severity, kind: incident.kinds },
    title,
    [[...wrapped([verdict]), ...links], causes, done, where],
    {
      state,
      incident,
      ...listedUnder(state, incident),
      ongoing: others.map(({ id }) => id),
      aside: [],
      retraining: asked ? outcome.request : null,
    },
    {
      lines: [verdict, ...describeCauses(incident, state, LINES), ...done],
      steps: [...(report ? [`Look at the report: ${report}`] : []), command],
      thread: incident.id,
      resources: [places.window(incident.last)],
      context: {
        ...{ monitor, severity, state, incident: incident.id, onset: incident.onset },
        ...(incident.resolved !== null && { resolved: incident.resolved }),
        causes: causesOf(incident)
          .map(({ cause }) => cause)
          .join(', '),
        result: places.window(incident.last),
        ...(report && { report }),
      },
    },
  );
}

function whatWasDone(
  state: IncidentState,
  asked: boolean,
  others: readonly Incident[],
  outcome: ActOutcome,
): string[] {
  const { request, retraining } = outcome;
  const is = (...states: readonly IncidentState[]) => states.includes(state);
  const named = others.slice(0, OTHERS_NAMED).map(nameOf).join('; ');
  const more = others.length - OTHERS_NAMED;
  return [
    ...(others.length > 0 && is('opened', 'reopened', 'worse', 'better')
      ? [`Still open: ${named}${more > 0 ? `; and ${more} more` : ''}`]
      : []),
    ...(asked && request ? [describeRequest(request)] : []),
    ...(is('opened', 'reopened', 'worse') && !request
      ? [`No retraining was requested: ${retraining.reason}.`]
      : []),
    ...describeMutes(outcome),
  ];
}

/** The incident in the list that is named after the change. */
function listedUnder(state: IncidentState, incident: Incident) {
  const is = (...states: readonly IncidentState[]) => (states.includes(state) ? [incident] : []);
  return {
    opened: is('opened', 'reopened', 'came and went'),
    worse: is('worse'),
    better: is('better'),
    resolved: is('resolved'),
    withdrawn: is('withdrawn'),
  };
}

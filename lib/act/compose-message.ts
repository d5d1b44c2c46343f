import { causesOf, type Incident } from '../judge/incident.ts';
import { beyondLimit } from '../judge/worst-findings.ts';
import type { ActOutcome } from '../pipeline/act.ts';
import { compose, listed, wrapped } from './compose.ts';
import { type IncidentState, nameOf, STATES } from './describe-incident.ts';
import { describeMutes } from './describe-mute.ts';
import { describeRequest } from './describe-request.ts';
import { incidentMessage, type News } from './incident-message.ts';
import type { Message, Topics } from './message.ts';
import type { Places } from './places.ts';
import { sinkMessages } from './sink-message.ts';

/** So many incidents have a message of their own in one run; the others share one. */
const MESSAGES = 10;
/** Of a list, so that the message is a screen. */
const LIST_LINES = 12;
const SEVERITIES = ['alert', 'info', 'warning', 'resolved'] as const;

/**
 * What people are told after a run, the most urgent first: a message for each incident that opened, got worse or better, or
 * ended; for inputs set aside; for a request that none of these tells of; for warnings, where a topic takes them.
 */
export function composeMessages(
  monitor: string,
  outcome: ActOutcome,
  places: Places,
  topics: Topics = {},
): Message[] {
  const news = newsOf(outcome);
  const asked = new Set(outcome.request?.evidence.map(({ id }) => id));
  const own = news.slice(0, MESSAGES).map((one) => incidentMessage(monitor, one, outcome, places));
  const told = news.some(({ incident }) => asked.has(incident.id));
  const messages = [
    ...own,
    ...digest(monitor, news.slice(MESSAGES), outcome, places),
    ...aboutAside(monitor, outcome, places),
    ...(told ? [] : aboutRequest(monitor, outcome, places)),
    ...aboutWarnings(monitor, outcome, places),
    ...sinkMessages(monitor, outcome.sinks),
  ];
  const urgency = ({ attributes }: Message) => SEVERITIES.indexOf(attributes.severity);
  return messages
    .sort((a, b) => urgency(a) - urgency(b))
    .map((message) => routed(message, topics[message.attributes.severity]));
}

function newsOf({ opened, worse, better, resolved, withdrawn }: ActOutcome): News[] {
  const all: News[] = [
    ...opened.map((incident) => ({ incident, state: stateOf(incident) })),
    ...worse.map((incident) => ({ incident, state: 'worse' as const })),
    ...better.map((incident) => ({ incident, state: 'better' as const })),
    ...resolved.map((incident) => ({ incident, state: 'resolved' as const })),
    ...withdrawn.map((incident) => ({ incident, state: 'withdrawn' as const })),
  ];
  const order = Object.keys(STATES);
  const beyond = ({ findings }: Incident) => Math.max(0, ...findings.map(beyondLimit));
  return all.sort(
    (a, b) =>
      order.indexOf(a.state) - order.indexOf(b.state) || beyond(b.incident) - beyond(a.incident),
  );
}

function stateOf({ resolved, reopened }: Incident): IncidentState {
  if (resolved !== null) return 'came and went';
  return reopened === undefined ? 'opened' : 'reopened';
}

/** The incidents beyond those with a message of their own. */
function digest(
  monitor: string,
  news: readonly News[],
  outcome: ActOutcome,
  places: Places,
): Message[] {
  const [first] = news;
  if (!first) return [];
  const { severity } = STATES[first.state];
  const kinds = new Set(news.flatMap(({ incident }) => incident.kinds));
  const lines = news.map(
    ({ incident, state }) =>
      `- ${state}: ${nameOf(incident)}, since the window of ${incident.onset}`,
  );
  return [
    compose(
      { monitor, severity, kind: [...kinds].sort() },
      `${STATES[first.state].subject} ${monitor}: ${news.length} more incidents changed`,
      [
        listed(lines, LIST_LINES),
        [`explain: driftwatch explain ${places.workspace}`],
        wrapped(describeMutes(outcome)),
        [`All results: ${places.results}`],
      ],
      {
        state: 'digest',
        changes: news.map(({ incident, state }) => ({
          id: incident.id,
          state,
          causes: causesOf(incident).map(({ cause }) => cause),
        })),
      },
    ),
  ];
}

function aboutAside(monitor: string, { aside }: ActOutcome, places: Places): Message[] {
  if (aside.length === 0) return [];
  const items = aside.map(({ key, reason }) => `- ${key}: ${reason}`);
  return [
    compose(
      { monitor, severity: 'alert', kind: [] },
      `ALERT ${monitor}: ${aside.length} input${aside.length === 1 ? '' : 's'} set aside`,
      [
        ['Set aside: they could not be read, and no run tries them again by itself.'],
        listed(items, LIST_LINES),
        [
          'Once the cause is mended, have them read again:',
          `  driftwatch replay ${places.workspace} ${monitor}`,
        ],
        [`All results: ${places.results}`],
      ],
      { opened: [], resolved: [], withdrawn: [], aside, retraining: null },
      { steps: [`driftwatch replay ${places.workspace} ${monitor}`] },
    ),
  ];
}

function aboutRequest(monitor: string, { request }: ActOutcome, places: Places): Message[] {
  if (!request) return [];
  const kinds = new Set(request.evidence.flatMap((incident) => incident.kinds));
  return [
    compose(
      { monitor, severity: 'info', kind: [...kinds].sort() },
      `Retraining requested ${monitor}: ${request.reason}`,
      [wrapped([describeRequest(request)]), [`All results: ${places.results}`]],
      { opened: [], resolved: [], withdrawn: [], aside: [], retraining: request },
    ),
  ];
}

function aboutWarnings(monitor: string, outcome: ActOutcome, places: Places): Message[] {
  const { warnings } = outcome;
  if (!warnings) return [];
  const causes = warnings.causes.map(({ cause }) => cause);
  const named = `${causes.slice(0, 3).join(', ')}${causes.length > 3 ? ` and ${causes.length - 3} more` : ''}`;
  const began = warnings.change === 'began';
  return [
    compose(
      { monitor, severity: 'warning', kind: [] },
      `${began ? 'Warning' : 'Warnings over'} ${monitor}: ${named}`,
      [
        began
          ? [
              'Beyond their warning limits, within those of an alert:',
              ...listed(
                warnings.causes.map(
                  ({ cause, since }) => `- ${cause}, since the window of ${since}`,
                ),
                LIST_LINES,
              ),
            ]
          : wrapped([`No warning is left of ${named}.`]),
        wrapped(describeMutes(outcome)),
        [`All results: ${places.results}`],
      ],
      { opened: [], resolved: [], withdrawn: [], aside: [], retraining: null, warnings },
    ),
  ];
}

function routed(message: Message, topics: readonly string[] | undefined): Message {
  return topics ? { ...message, topics } : message;
}

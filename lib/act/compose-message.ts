import { causesOf, type Incident } from '../judge/incident.ts';
import { beyondLimit } from '../judge/worst-findings.ts';
import type { Family } from '../metrics/family.ts';
import type { ActOutcome } from '../pipeline/act.ts';
import { describeIncident, type IncidentState, nameOf, STATES } from './describe-incident.ts';
import { describeMute } from './describe-mute.ts';
import type { Message, Topics } from './message.ts';

export interface Places {
  /** Where all results lie. */
  readonly results: string;
  /** Where the report of the window with this ISO start lies. */
  report?(start: string): string;
  /** Where the result of the window with this ISO start lies. */
  window(start: string): string;
}

interface News {
  readonly incident: Incident;
  readonly state: IncidentState;
}

/** So many incidents have a message of their own in one run; the others share one. */
const MESSAGES = 10;
const NAMED = 40;
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
  const own = news.slice(0, MESSAGES).map((one) => aboutIncident(monitor, one, outcome, places));
  const told = news.some(({ incident }) => asked.has(incident.id));
  const messages = [
    ...own,
    ...digest(monitor, news.slice(MESSAGES), outcome, places),
    ...aboutAside(monitor, outcome, places),
    ...(told ? [] : aboutRequest(monitor, outcome, places)),
    ...aboutWarnings(monitor, outcome, places),
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

function aboutIncident(
  monitor: string,
  { incident, state }: News,
  outcome: ActOutcome,
  places: Places,
): Message {
  const { request, retraining, ongoing } = outcome;
  const { severity, subject } = STATES[state];
  const others = ongoing.filter(({ id }) => id !== incident.id);
  const asked = request?.evidence.some(({ id }) => id === incident.id) === true;
  const is = (...states: readonly IncidentState[]) => states.includes(state);
  const open = is('opened', 'reopened', 'worse', 'better');
  return compose(
    { monitor, severity, kind: incident.kinds },
    `${subject} ${monitor}: ${nameOf(incident)}`,
    [
      describeIncident(incident, state, places.window),
      others.length > 0 && open ? [`Still open: ${others.map(nameOf).slice(0, 5).join('; ')}`] : [],
      asked && request ? [requested(request)] : [],
      is('opened', 'reopened', 'worse') && !request
        ? [`No retraining was requested: ${retraining.reason}.`]
        : [],
      mutes(outcome),
      [`All results: ${places.results}`],
    ],
    {
      state,
      incident,
      opened: is('opened', 'reopened', 'came and went') ? [incident] : [],
      worse: is('worse') ? [incident] : [],
      better: is('better') ? [incident] : [],
      resolved: is('resolved') ? [incident] : [],
      withdrawn: is('withdrawn') ? [incident] : [],
      ongoing: others.map(({ id }) => id),
      aside: [],
      retraining: asked ? request : null,
    },
  );
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
  const lines = news
    .slice(0, NAMED)
    .map(
      ({ incident, state }) =>
        `- ${state}: ${nameOf(incident)}, since the window of ${incident.onset}`,
    );
  const more = news.length - NAMED;
  return [
    compose(
      { monitor, severity, kind: [...kinds].sort() },
      `${STATES[first.state].subject} ${monitor}: ${news.length} more incidents changed`,
      [
        [...lines, ...(more > 0 ? [`- and ${more} more`] : [])],
        mutes(outcome),
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
  const shown = aside
    .slice(0, NAMED)
    .map(
      ({ key, reason }) =>
        `- ${key}: ${reason}. Once its cause is mended: driftwatch replay <workspace> ${monitor}`,
    );
  const more = aside.length - shown.length;
  return [
    compose(
      { monitor, severity: 'alert', kind: [] },
      `ALERT ${monitor}: ${aside.length} input${aside.length === 1 ? '' : 's'} set aside`,
      [
        [
          'Set aside, and not tried any more:',
          ...shown,
          ...(more > 0 ? [`- and ${more} more`] : []),
        ],
        [`All results: ${places.results}`],
      ],
      { opened: [], resolved: [], withdrawn: [], aside, retraining: null },
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
      [[requested(request)], [`All results: ${places.results}`]],
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
              ...warnings.causes
                .slice(0, NAMED)
                .map(({ cause, since }) => `- ${cause}, since the window of ${since}`),
            ]
          : [`No warning is left of ${named}.`],
        mutes(outcome),
        [`All results: ${places.results}`],
      ],
      { opened: [], resolved: [], withdrawn: [], aside: [], retraining: null, warnings },
    ),
  ];
}

function requested({ id, reason, since }: NonNullable<ActOutcome['request']>): string {
  return `Retraining was requested: ${reason}. Request ${id}, data since ${since ?? 'the start'}.`;
}

function mutes({ muted }: ActOutcome): string[] {
  return muted.map((mute) => `Muted ${describeMute(mute)}`);
}

function compose(
  attributes: Message['attributes'],
  subject: string,
  sections: readonly (readonly string[])[],
  json: object,
): Message {
  const { monitor, severity } = attributes;
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return {
    subject,
    text: `${[subject, ...text].join('\n\n')}\n`,
    json: { schema: 1, monitor, severity, ...json },
    attributes: { ...attributes, kind: [...attributes.kind].sort() as Family[] },
  };
}

function routed(message: Message, topics: readonly string[] | undefined): Message {
  return topics ? { ...message, topics } : message;
}

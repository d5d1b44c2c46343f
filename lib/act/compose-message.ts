import type { Incident } from '../judge/incidents.ts';
import type { Family } from '../metrics/family.ts';
import type { ActOutcome } from '../pipeline/act.ts';
import type { Message } from './message.ts';

interface Places {
  /** Where all results lie. */
  readonly results: string;
  /** Where the result of the window with this ISO start lies. */
  window(start: string): string;
}

const FINDINGS_SHOWN = 6;
const INCIDENTS_SHOWN = 12;

/** What people are told after a run: null where nothing changed. The verdict stands first. */
export function composeMessage(
  monitor: string,
  outcome: ActOutcome,
  places: Places,
): Message | null {
  const { opened, resolved, withdrawn, aside, request } = outcome;
  const going = opened.filter((incident) => incident.resolved === null);
  const over = [...opened.filter((incident) => incident.resolved !== null), ...resolved];
  if (opened.length + resolved.length + withdrawn.length + aside.length === 0 && !request)
    return null;
  const severity = going.length > 0 || aside.length > 0 || request ? 'alert' : 'resolved';
  const named = (going.length > 0 ? going : [...over, ...withdrawn]).map(({ cause }) => cause);
  if (aside.length > 0)
    named.push(`${aside.length} input${aside.length === 1 ? '' : 's'} set aside`);
  const subject = `${severity === 'alert' ? 'ALERT' : 'Resolved'} ${monitor}: ${named.slice(0, 3).join(', ') || 'retraining requested'}${named.length > 3 ? ` and ${named.length - 3} more` : ''}`;
  const sections = [
    section('Opened', going, (incident) => describeIncident(incident, places)),
    section(
      'Came and went since the last run',
      over.filter((one) => opened.includes(one)),
      (incident) => describeIncident(incident, places),
    ),
    section('Set aside, and not tried any more', aside, ({ key, reason }) => [
      `${key}: ${reason}. Once its cause is mended: driftwatch replay <workspace> ${monitor}`,
    ]),
    section('Resolved', resolved, ({ cause, onset, resolved }) => [
      `${cause}: out of its limits from ${onset}, back within them from ${resolved}`,
    ]),
    section('Withdrawn', withdrawn, ({ cause, onset }) => [
      `${cause}: corrected data no longer shows what was reported from ${onset}`,
    ]),
    section('Still open', outcome.ongoing, ({ cause, onset }) => [`${cause}, since ${onset}`]),
    [
      request
        ? `Retraining was requested: ${request.reason}. Request ${request.id}, data since ${request.since ?? 'the start'}.`
        : `No retraining was requested: ${(outcome.retraining as { reason: string }).reason}.`,
    ],
    [`All results: ${places.results}`],
  ];
  const kinds = [
    ...new Set(
      [...opened, ...resolved, ...withdrawn, ...(request?.evidence ?? [])].flatMap(
        ({ kinds }) => kinds,
      ),
    ),
  ];
  return {
    subject,
    text: `${subject}\n\n${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`,
    json: {
      schema: 1,
      monitor,
      severity,
      opened,
      resolved,
      withdrawn,
      ongoing: outcome.ongoing,
      aside,
      retraining: request,
    },
    attributes: { monitor, severity, kind: kinds.sort() as Family[] },
  };
}

function section<T>(
  title: string,
  incidents: readonly T[],
  describe: (incident: T) => string[],
): string[] {
  if (incidents.length === 0) return [];
  const more = incidents.length - INCIDENTS_SHOWN;
  return [
    `${title}:`,
    ...incidents
      .slice(0, INCIDENTS_SHOWN)
      .flatMap((incident) =>
        describe(incident).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`)),
      ),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}

function describeIncident(
  { cause, kinds, onset, last, found, findings }: Incident,
  places: Places,
): string[] {
  const more = found - FINDINGS_SHOWN;
  return [
    `${cause} (${kinds.join(', ')}), since the window of ${onset}${last === onset ? '' : `, last seen in that of ${last}`}`,
    ...findings.slice(0, FINDINGS_SHOWN).map(({ message }) => `  ${message}`),
    ...(more > 0 ? [`  and ${more} more findings`] : []),
    `  evidence: ${places.window(last)}`,
  ];
}

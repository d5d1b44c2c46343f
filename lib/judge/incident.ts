import type { Family } from '../metrics/family.ts';
import type { Finding } from '../results.ts';
import type { Episode, LatestAlert } from './fold-causes.ts';

/** Findings that belong together over time: causes that began in the same windows, or of which one explains another. */
export interface Incident extends Pick<Episode, 'onset' | 'opened' | 'last' | 'resolved'> {
  /** `<cause>@<onset>` as it opened: it keeps it while causes join and leave. */
  readonly id: string;
  /** The first of its causes as it opened: a column's name, or a family for what concerns the whole. */
  readonly cause: string;
  readonly kinds: readonly Family[];
  /** How many alert findings its last window holds. */
  readonly found: number;
  /** The worst of each cause, then the others, the furthest from its limit first. */
  readonly findings: readonly Finding[];
  /** `warning` where no cause is outside its alert limits any more. Absent in older records: alert. */
  readonly severity?: Finding['severity'];
  /** What it is put down to, those that explain others first; those that are over last. Absent in older records. */
  readonly causes?: readonly IncidentCause[];
  /** How often it came back within the cooldown; absent: never. */
  readonly reopened?: number;
}

/** What an incident is put down to. */
export interface IncidentCause
  extends Pick<Episode, 'cause' | 'kinds' | 'onset' | 'opened' | 'last' | 'resolved' | 'found'> {
  readonly column: string | null;
  readonly severity: Finding['severity'];
  /** Its worst finding of its last window. */
  readonly worst: Finding;
  /** What each metric said in it. Absent in older records. */
  readonly latest?: readonly LatestAlert[];
  /** The segment that it is about, or that explains most of it. */
  readonly segment: string | null;
  /** What share of the performance loss it explains, where that can be said. */
  readonly share: number | null;
  /** How the column came otherwise than in the baseline. */
  readonly change: string | null;
  /** What it has to do with the others, for people. Holds names from the log: escape it. */
  readonly role: string;
}

/** The causes of an incident, of one of the first release too: it had one each. */
export function causesOf(incident: Incident): readonly IncidentCause[] {
  if (incident.causes) return incident.causes;
  const { cause, kinds, onset, opened, last, resolved, found, findings } = incident;
  const [worst] = findings;
  if (!worst) return [];
  return [
    {
      ...{ cause, kinds, onset, opened, last, resolved, found, worst },
      ...{ column: worst.column, severity: incident.severity ?? 'alert' },
      ...{ segment: worst.segment, share: null, change: null, role: '' },
    },
  ];
}

/** Those that are not over. */
export function openCauses(incident: Incident): IncidentCause[] {
  return causesOf(incident).filter(({ resolved }) => resolved === null);
}

/** An incident with its first causes alone, for what has room for many incidents. */
export function inBrief(incident: Incident, causes = 5): Incident {
  return incident.causes ? { ...incident, causes: incident.causes.slice(0, causes) } : incident;
}

import type { Monitor } from '../monitor/schema.ts';
import type { LatestAlert } from './fold-causes.ts';
import { type Incident, type IncidentCause, openCauses } from './incident.ts';
import type { Check } from './retraining.ts';

type Policy = NonNullable<Monitor['retrain']>;

/** The message of a check names so many incidents. */
const NAMED = 5;

/** The open incidents that count towards retraining, and a sentence on those that do and those that don't. */
export function weighEvidence(
  policy: Policy,
  incidents: readonly Incident[],
  window: number,
): { counting: Incident[]; check: Check } {
  const open = incidents.filter(
    ({ resolved, kinds }) =>
      resolved === null && kinds.some((kind) => (policy.on as readonly string[]).includes(kind)),
  );
  if (open.length === 0) {
    const message = `no open incident of ${policy.on.join(' or ')}`;
    return { counting: [], check: { name: 'evidence', passed: false, message } };
  }
  const weighed = open.map((incident) => ({ incident, ...weigh(policy, incident, window) }));
  const some = (counts: boolean) => weighed.filter((one) => one.counts === counts);
  const [counting, others] = [some(true), some(false)];
  const named = (all: typeof weighed) =>
    [
      ...all.slice(0, NAMED).map(({ incident, said }) => `${incident.cause} ${said}`),
      ...(all.length > NAMED ? [`${all.length - NAMED} more`] : []),
    ].join(', ');
  const message = [
    ...(counting.length > 0 ? [named(counting)] : ['no incident counts']),
    ...(others.length > 0 ? [`not counted: ${named(others)}`] : []),
  ].join('; ');
  return {
    counting: counting.map(({ incident }) => incident),
    check: { name: 'evidence', passed: counting.length > 0, message },
  };
}

function weigh(
  policy: Policy,
  incident: Incident,
  window: number,
): { counts: boolean; said: string } {
  const { evidence } = policy;
  const causes = openCauses(incident).flatMap((cause) => {
    const matching = alertsOf(incident, cause).filter((one) => counts(policy, cause, one));
    return matching.length > 0 ? [{ cause, matching }] : [];
  });
  if (causes.length === 0) return { counts: false, said: `(no finding of ${named(policy)})` };
  const matching = causes.flatMap((one) => one.matching);
  const times = (of: 'onset' | 'last') => causes.map(({ cause }) => Date.parse(cause[of]));
  const lasting = Math.max(...times('last')) - Math.min(...times('onset'));
  const windows = Math.round(lasting / window) + 1;
  const lasted = `${windows} window${windows === 1 ? '' : 's'}`;
  if (windows < evidence.windows)
    return { counts: false, said: `(lasted ${lasted} of ${evidence.windows})` };
  const p = bestP(matching);
  if (p === null || evidence.p === undefined) return { counts: true, said: `(${lasted})` };
  return p <= evidence.p
    ? { counts: true, said: `(${lasted}, p ${show(p)})` }
    : { counts: false, said: `(p ${show(p)} above ${show(evidence.p)})` };
}

/** What stands against a cause as of the last window that was outside its limits. */
function alertsOf(
  { findings }: Incident,
  { latest, column }: IncidentCause,
): readonly LatestAlert[] {
  // Older records keep the worst findings of an incident alone.
  return latest ?? findings.filter((one) => one.severity === 'alert' && one.column === column);
}

function counts(
  { on, metrics, columns }: Policy,
  { column }: IncidentCause,
  { metric, kind }: LatestAlert,
): boolean {
  return (
    (on as readonly string[]).includes(kind) &&
    (!metrics || metrics.includes(metric)) &&
    (!columns || (column !== null && columns.includes(column)))
  );
}

/** The least p; null where a finding has none, as one of an absolute limit: that is evidence by itself. */
function bestP(findings: readonly LatestAlert[]): number | null {
  const known = findings.flatMap(({ p }) => p ?? []);
  return known.length === 0 || known.length < findings.length ? null : Math.min(...known);
}

function named({ on, metrics, columns }: Policy): string {
  return [
    metrics?.join(' or ') ?? (columns ? null : on.join(' or ')),
    columns && `column ${columns.join(' or ')}`,
  ]
    .filter(Boolean)
    .join(' on ');
}

function show(p: number): string {
  return p.toPrecision(2);
}

import { causesOf, type Incident, openCauses } from '../../judge/incident.ts';
import type { Metric } from '../../metrics/metric.ts';
import type { Monitor } from '../../monitor/schema.ts';

/** An incident as a span of time. */
export interface IncidentSpan {
  readonly id: string;
  readonly cause: string;
  readonly onset: string;
  readonly last: string;
  /** Null while it is open. */
  readonly resolved: string | null;
  readonly severity: 'alert' | 'warning';
  /** Those that are not over; of an incident that is, all. */
  readonly causes: readonly string[];
  /** The first of its findings, a sentence. */
  readonly message: string;
}

/** `reports/<monitor>/data/index.json`: what an overview needs before it draws anything. */
export interface OverviewIndex {
  readonly schema: 1;
  readonly monitor: string;
  /** ISO time of the run that wrote it. */
  readonly as_of: string;
  /** Months with windows, `2026-11`, in order; each is a file beside this one. */
  readonly months: readonly string[];
  /** Names of segments and variants that any window has had. */
  readonly slices: readonly string[];
  readonly incidents: readonly IncidentSpan[];
  readonly metrics: Readonly<
    Record<string, Pick<Metric, 'unit' | 'worse' | 'family'> & { readonly description: string }>
  >;
}

/** The newest are shown, so many. */
const INCIDENTS = 300;

export function spanOf(incident: Incident): IncidentSpan {
  const { id, cause, onset, last, resolved, severity = 'alert', findings } = incident;
  const open = openCauses(incident);
  const causes = (open.length > 0 ? open : causesOf(incident)).map((one) => one.cause);
  return {
    id,
    cause,
    onset,
    last,
    resolved,
    severity,
    causes,
    message: findings[0]?.message ?? '',
  };
}

/** The index with what a run adds to it. Pure. */
export function updateIndex(
  before: OverviewIndex | null,
  news: {
    readonly monitor: Monitor;
    readonly metrics: readonly Metric[];
    readonly as_of: string;
    readonly months: readonly string[];
    readonly slices: readonly string[];
    readonly incidents: readonly Incident[];
  },
): OverviewIndex {
  const { monitor, metrics, as_of, months, slices, incidents } = news;
  const union = (...names: (readonly string[])[]) => [...new Set(names.flat())].sort();
  return {
    schema: 1,
    monitor: monitor.monitor,
    as_of,
    months: union(before?.months ?? [], months),
    slices: union(before?.slices ?? [], slices),
    incidents: incidents
      .map(spanOf)
      .sort((a, b) => (a.onset < b.onset ? 1 : -1))
      .slice(0, INCIDENTS),
    metrics: Object.fromEntries(
      metrics
        .filter(({ headline }) => headline)
        .map(({ name, unit, worse, family, description }) => [
          name,
          { unit, worse, family, description },
        ]),
    ),
  };
}

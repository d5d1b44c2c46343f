import { causesOf, type Incident } from '../judge/incident.ts';
import type { TableRow } from './columns.ts';

/** An incident's causes as rows, in its order. `families` are joined by commas. */
export function incidentRows(incident: Incident): TableRow<'incidents'>[] {
  const { id, onset, opened, last, resolved, severity = 'alert', reopened = 0 } = incident;
  return causesOf(incident).map((cause, place) => {
    const { worst } = cause;
    return {
      id,
      onset,
      opened,
      last,
      resolved,
      severity,
      reopened,
      place: place + 1,
      cause: cause.cause,
      column_name: cause.column,
      families: cause.kinds.join(','),
      cause_onset: cause.onset,
      cause_opened: cause.opened,
      cause_last: cause.last,
      cause_resolved: cause.resolved,
      cause_severity: cause.severity,
      metric: worst.metric,
      segment: cause.segment,
      variant: worst.variant,
      value: worst.value,
      reference: worst.reference,
      limit_min: worst.threshold.min ?? null,
      limit_max: worst.threshold.max ?? null,
      share: cause.share,
      change: cause.change,
      role: cause.role || null,
      message: worst.message,
    };
  });
}

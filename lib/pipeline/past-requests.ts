import type { PastRequest, RetrainingRequest } from '../judge/retraining.ts';
import type { RetrainingRecord } from './state.ts';

/** More than any budget counts; an item of the table holds 400 KB. */
const REMEMBERED = 100;

/** What is over, the newest last. The first release kept the time of the last request alone. */
export function pastOf({ past, last }: RetrainingRecord): readonly PastRequest[] {
  if (past) return past;
  if (last === null) return [];
  const unknown = { id: '', since: null, baseline: '', incidents: [] };
  return [{ ...unknown, requested: last, outcome: 'sent', ended: last }];
}

/** The record once a request is over. */
export function endRequest(
  record: RetrainingRecord,
  request: RetrainingRequest,
  outcome: PastRequest['outcome'],
  end: { readonly at: string; readonly by?: string },
): RetrainingRecord {
  const { id, requested, since, baseline, evidence } = request;
  const ended: PastRequest = {
    ...{ id, requested, outcome, ended: end.at },
    ...(end.by !== undefined && { by: end.by }),
    ...{ since, baseline, incidents: evidence.map((incident) => incident.id) },
  };
  return {
    ...record,
    last: outcome === 'sent' ? end.at : record.last,
    pending: null,
    awaiting: null,
    told: false,
    past: [...pastOf(record), ended].slice(-REMEMBERED),
  };
}

import type { RetrainingRequest } from '../judge/retraining.ts';

/** What was asked for, why, and from when on there is data for it. */
export function describeRequest({ id, reason, since }: RetrainingRequest): string {
  return `Retraining was requested: ${reason}. Request ${id}, data since ${since ?? 'the start'}.`;
}

import { createHash } from 'node:crypto';
import { parseDuration, parseRate } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Incident } from './incidents.ts';

/** What is asked of whoever retrains: detail of the `Retraining Requested` event. */
export interface RetrainingRequest {
  /** Identifies the request: a repeated event carries the same. */
  readonly id: string;
  readonly monitor: string;
  readonly reason: string;
  readonly evidence: readonly Incident[];
  readonly baseline: string;
  /** The first window to train on, ISO; null for a scheduled retraining. */
  readonly since: string | null;
  /** Where the data since then lies. */
  readonly data: readonly string[];
  /** ISO time of the decision. */
  readonly requested: string;
}

/** The decision and its reason, whether yes or no. */
export type RetrainingDecision =
  | {
      readonly request: true;
      readonly reason: string;
      readonly evidence: readonly Incident[];
      readonly since: string | null;
    }
  | { readonly request: false; readonly reason: string };

/** Decides whether to ask for retraining. `last` is when it was asked for last, `started` when watching began, epoch ms. */
export function decideRetraining(
  policy: Monitor['retrain'],
  incidents: readonly Incident[],
  last: number | null,
  started: number,
  now: number,
): RetrainingDecision {
  if (!policy) return { request: false, reason: 'the monitor file asks for no retraining' };
  const evidence = incidents.filter(
    ({ resolved, kinds }) =>
      resolved === null && kinds.some((kind) => (policy.on as readonly string[]).includes(kind)),
  );
  const cooldown = parseDuration(policy.cooldown);
  const due =
    policy.schedule !== undefined && now - (last ?? started) >= parseRate(policy.schedule);
  if (evidence.length === 0 && !due) {
    return { request: false, reason: `no open incident of ${policy.on.join(' or ')}` };
  }
  if (last !== null && now - last < cooldown) {
    const until = new Date(last + cooldown).toISOString();
    return {
      request: false,
      reason: `asked for on ${new Date(last).toISOString()}; the cooldown ends on ${until}`,
    };
  }
  if (evidence.length === 0)
    return { request: true, reason: `the schedule ${policy.schedule}`, evidence, since: null };
  const onsets = evidence.map(({ onset }) => onset).sort();
  return {
    request: true,
    reason: evidence.map(({ cause }) => cause).join(', '),
    evidence,
    since: onsets[0] ?? null,
  };
}

/** An identifier that depends on what is asked for alone. */
export function requestId(
  monitor: string,
  decision: RetrainingDecision & { request: true },
  after: number | null,
): string {
  const content = JSON.stringify([
    monitor,
    decision.reason,
    decision.evidence.map(({ id }) => id),
    decision.since,
    after,
  ]);
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

import { createHash } from 'node:crypto';
import type { Monitor } from '../monitor/schema.ts';
import type { Incident } from './incidents.ts';
import {
  checkBlackout,
  checkBudget,
  checkCooldown,
  checkLabels,
  checkSchedule,
} from './retraining-checks.ts';
import { weighEvidence } from './retraining-evidence.ts';

/** What is asked of whoever retrains: detail of the `Retraining Requested` event. What is optional the first release did not write. */
export interface RetrainingRequest {
  /** The idempotency key: a repeated event carries the same. */
  readonly id: string;
  readonly monitor: string;
  readonly reason: string;
  readonly evidence: readonly Incident[];
  /** The version of the baseline to beat. */
  readonly baseline: string;
  /** What that baseline reaches, by performance metric. */
  readonly to_beat?: Readonly<Record<string, number>>;
  /** What the model reached last, by performance metric. */
  readonly reached?: Readonly<Record<string, number>>;
  /** The first window to train on, ISO; null for a scheduled retraining. */
  readonly since: string | null;
  /** Where the list of the data to train on lies. */
  readonly manifest?: string;
  /** Where the data since then lies. */
  readonly data: readonly string[];
  /** Why it is asked for, check by check. */
  readonly checks?: readonly Check[];
  /** ISO time of the decision. */
  readonly requested: string;
  /** Who approved it, where someone had to. */
  readonly approved?: Verdict;
}

/** What a person decided on a request that waited for it. */
export interface Verdict {
  readonly by: string;
  /** ISO */
  readonly at: string;
}

/** One lever of the policy, held against what is. */
export interface Check {
  readonly name:
    | 'evidence'
    | 'schedule'
    | 'min_labels'
    | 'cooldown'
    | 'budget'
    | 'blackout'
    | 'approval';
  readonly passed: boolean;
  /** A sentence with the numbers. */
  readonly message: string;
}

/** A request that is over. */
export interface PastRequest {
  readonly id: string;
  /** ISO time of the decision. */
  readonly requested: string;
  /** `lapsed`: nobody approved it in time, or its cause went away. */
  readonly outcome: 'sent' | 'rejected' | 'lapsed';
  /** ISO time of that. */
  readonly ended: string;
  /** Who approved or rejected it. */
  readonly by?: string;
  readonly since: string | null;
  readonly baseline: string;
  /** Ids of the incidents that asked for it. */
  readonly incidents: readonly string[];
}

/** The decision and its reasons, whether yes or no. Records of the first release have no checks. */
export type RetrainingDecision = {
  readonly reason: string;
  readonly checks?: readonly Check[];
  /** What a person said to a request, where this is that. */
  readonly verdict?: Verdict & { readonly request: string; readonly approved: boolean };
} & (
  | {
      readonly request: true;
      readonly evidence: readonly Incident[];
      readonly since: string | null;
    }
  | { readonly request: false }
);

/** What a decision rests on. */
export interface RetrainingState {
  readonly incidents: readonly Incident[];
  /** Windows that are remembered, epoch ms, with how many of their rows have a label. */
  readonly windows: readonly {
    readonly start: number;
    readonly end: number;
    readonly labelled: number;
  }[];
  /** What was asked for before, in this order. */
  readonly past: readonly PastRequest[];
  /** When watching began, epoch ms. */
  readonly started: number;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * Decides whether to ask for retraining: where there is evidence or the schedule is due, and nothing else stands against it.
 *
 * `window` is the width of a window in milliseconds.
 */
export function decideRetraining(
  policy: Monitor['retrain'],
  state: RetrainingState,
  window: number,
): RetrainingDecision {
  if (!policy) return { request: false, reason: 'the monitor file asks for no retraining' };
  const { counting, check: evidence } = weighEvidence(policy, state.incidents, window);
  const onsets = counting.map(({ onset }) => onset).sort();
  const since = onsets[0] ?? null;
  const schedule = checkSchedule(policy, state);
  const causes = [evidence, ...schedule];
  const against = [
    ...checkLabels(policy, state, since),
    checkCooldown(policy, state),
    ...checkBudget(policy, state),
    ...checkBlackout(policy, state),
  ];
  const checks = [...causes, ...against];
  const isCalledFor = causes.some(({ passed }) => passed);
  const failed = (isCalledFor ? against : causes).filter(({ passed }) => !passed);
  if (!isCalledFor || failed.length > 0)
    return { request: false, reason: failed.map(({ message }) => message).join('; '), checks };
  const reason =
    counting.length > 0
      ? counting.map(({ cause }) => cause).join(', ')
      : `the schedule ${policy.schedule}`;
  return { request: true, reason, checks, evidence: counting, since };
}

/** An identifier that depends on what is asked for alone, and on what was asked for before. */
export function requestId(
  monitor: string,
  decision: RetrainingDecision & { request: true },
  past: readonly PastRequest[],
): string {
  const content = JSON.stringify([
    monitor,
    decision.reason,
    decision.evidence.map(({ id }) => id),
    decision.since,
    past.at(-1)?.ended ?? null,
  ]);
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

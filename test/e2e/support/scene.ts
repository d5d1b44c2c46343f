import type { Recorded } from '../../support/recorder.ts';
import type { Account } from './account.ts';
import type { Report } from './report.ts';
import type { Outputs } from './stack.ts';

/** What every scene plays in. */
export interface Scene {
  readonly account: Account;
  readonly outputs: Outputs;
  readonly report: Report;
  /** Midnight UTC that today began with. */
  readonly today: Date;
  /** Ids of the processes that run a step's function. */
  readonly workers: (step: string) => number[];
  /** ARN of a state machine outside of the stack: another target of the retraining rule. */
  readonly training: string;
  /** Outside of the stack: a sink of credit-risk. */
  readonly receiver: { readonly requests: readonly Recorded[] };
  /** The environment of a child process. */
  readonly env: Readonly<Record<string, string>>;
  /** Queues that stand outside of the stack. */
  readonly queues: {
    /** Subscribed to the topic with a filter policy: all about credit-risk. */
    readonly creditRisk: string;
    /** Subscribed to the topic with a filter policy: alerts of drift. */
    readonly driftAlerts: string;
    /** Subscribed to the topic with a filter policy: what waits for someone's approval. */
    readonly approvals: string;
    /** Target of the retraining rule. */
    readonly retraining: string;
  };
}

export const CREDIT_RISK = 'credit-risk';
export const HOUSE_PRICES = 'house-prices';
export const MANY_OBJECTS = 'many-objects';
export const APPROVED_LOANS = 'approved-loans';
export const THEIR_LOANS = 'their-loans';

/** Midnight so many days ago. */
export function daysAgo({ today }: Pick<Scene, 'today'>, days: number): Date {
  return new Date(today.getTime() - days * 86_400_000);
}

/** A window's name in a key. */
export function windowOf(day: Date): string {
  return `window=${day.toISOString().slice(0, 10)}T0000Z`;
}

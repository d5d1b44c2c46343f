import type { Family } from '../metrics/family.ts';

/** When findings become incidents. What is left out is not used. */
export interface AlertPolicy {
  /** An incident opens where `count` of the last `of` judged windows of a cause hold an alert. */
  readonly count: number;
  readonly of: number;
  /** Judged windows in a row that close it: without an alert, and without a warning of a metric that alerted. 1. */
  readonly closeAfter?: number;
  /** How long after its end an incident that comes back is the same one, in milliseconds. */
  readonly cooldown?: number;
  /** Windows in a row that could not be judged and are a finding of their own. */
  readonly insufficient?: number;
  /** How many windows more labels may take; null where they may come when their window is not looked at any more. */
  readonly labelWindows?: number | null;
  /** Whether outcomes are looked for in the log of predictions alone. */
  readonly labelsInLog?: boolean;
  readonly mute?: readonly Mute[];
  /** Columns of predictions and scores: they follow from the others. */
  readonly outputs?: readonly string[];
}

/** Findings of windows that start before `until` count as if they were not there. */
export interface Mute {
  /** Epoch ms. */
  readonly until: number;
  readonly columns?: readonly string[];
  readonly metrics?: readonly string[];
  readonly segments?: readonly string[];
  readonly reason?: string;
}

/** Columns, quality and performance are about the same rows: of these, what begins together belongs together. */
const APART: readonly Family[] = ['operations'];

/** Whether what begins in the same windows as another cause may be of one incident with it. */
export function standsApart(kinds: readonly Family[]): boolean {
  return kinds.every((kind) => APART.includes(kind));
}

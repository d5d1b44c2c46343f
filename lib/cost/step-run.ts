import type { Tally } from './tally.ts';

/** The steps of a run; `labels` is `profile` of a shard of labels. */
export const STEP_NAMES = [
  'plan',
  'profile',
  'labels',
  'dueWindows',
  'window',
  'conclude',
  'report',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** All invocations of one step, in one run or in a month. */
export interface StepRun {
  readonly step: StepName;
  readonly invocations: number;
  readonly seconds: number;
  /** Those of its processors, or `seconds` where that is less: what else the machine does at the time does not count. */
  readonly busySeconds: number;
  /** Of one invocation. */
  readonly longest: number;
  readonly tally: Tally;
}

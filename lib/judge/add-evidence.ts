import type { AlertPolicy } from './alert-policy.ts';
import type { CumulativeSum } from './cumulative-sum.ts';
import { addInsufficientRuns, type InsufficientRun } from './insufficient-runs.ts';
import type { JudgedWindow } from './judged-window.ts';
import { addSequentialEvidence } from './sequential-evidence.ts';

/** What is carried of a cause from windows that are not looked at any more, for findings that rest on several windows. */
export interface Carried {
  readonly insufficient?: InsufficientRun;
  /** By metric. */
  readonly sums?: Readonly<Record<string, CumulativeSum>>;
}

export interface Evident {
  /** The windows with the findings added that only several of them together give. */
  readonly windows: readonly JudgedWindow[];
  /** By cause; a cause of which nothing is to be carried is not in it. */
  readonly carried: ReadonlyMap<string, Carried>;
}

/**
 * Adds to each window what it and those before it say together. Pure; windows are evaluated one by one and know nothing of
 * each other, so this is where evidence over time comes in. `windows` by start, `carried` by cause as of those before them. A
 * finding counts where its cause is among those that the window judged.
 */
export function addEvidence(
  windows: readonly JudgedWindow[],
  carried: ReadonlyMap<string, Carried>,
  policy: AlertPolicy,
): Evident {
  const sequential = addSequentialEvidence(windows, carried);
  return addInsufficientRuns(sequential.windows, sequential.carried, policy);
}

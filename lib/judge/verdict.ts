import type { AppliedThreshold, Status } from '../results.ts';

/** What is said of one value. */
export interface Verdict {
  readonly status: Status;
  readonly threshold: AppliedThreshold | null;
  readonly reason?: string;
  /** Probability that chance alone takes the value so far, where it was asked for. */
  readonly p?: number;
}

import type { Family } from '../metrics/family.ts';

/** One publish to people and machines. */
export interface Message {
  readonly subject: string;
  /** For e-mail. */
  readonly text: string;
  /** For machines: plain JSON. */
  readonly json: unknown;
  /** For filter policies. */
  readonly attributes: {
    readonly monitor: string;
    /** What it asks of people: `alert` to look now, `info` to know of a decision. */
    readonly severity: 'alert' | 'info' | 'resolved';
    readonly kind: readonly Family[];
  };
}

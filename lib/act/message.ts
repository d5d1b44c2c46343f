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
    readonly severity: 'alert' | 'resolved';
    readonly kind: readonly Family[];
  };
}

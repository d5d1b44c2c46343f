import type { Family } from '../metrics/family.ts';

/** What a message asks of people: `alert` to look now, `info` to know of something, `warning` to keep an eye on it. */
export type Severity = 'alert' | 'warning' | 'info' | 'resolved';

/** ARNs of the topics that messages of a severity go to; a severity that is not named goes to the stack's. */
export type Topics = { readonly [S in Severity]?: readonly string[] | undefined };

/** What a chat channel gets of a message, beside its subject; plain text, names from the log as they are. */
export interface ChatText {
  /** One a line. */
  readonly lines: readonly string[];
  /** What to do, or to look at, next. */
  readonly steps: readonly string[];
  /** Messages of the same thread stand together: an incident's id. */
  readonly thread?: string;
  /** Where what it is about lies. */
  readonly resources: readonly string[];
  /** For programs that read it. */
  readonly context: Readonly<Record<string, string>>;
}

/** One publish to people and machines. */
export interface Message {
  readonly subject: string;
  /** For e-mail. */
  readonly text: string;
  /** For chat channels; absent: what is in the e-mail. */
  readonly chat?: ChatText;
  /** For machines: plain JSON. */
  readonly json: unknown;
  /** For filter policies. */
  readonly attributes: {
    readonly monitor: string;
    readonly severity: Severity;
    readonly kind: readonly Family[];
  };
  /** Where it goes in place of the stack's topic. */
  readonly topics?: readonly string[];
}

import type { Profile } from '../../../lib/profile/profile.ts';
import type { Reference } from '../reference.ts';

/** What a rule may fire at beside a column. */
export const DATASET = '(data set)';
export const PERFORMANCE = '(performance)';

/** A fixed rule of another tool. */
export interface Rule {
  readonly name: string;
  /** Whose it is. */
  readonly source: string;
  /** From a baseline, what fires in a window: names of columns, DATASET or PERFORMANCE. */
  prepare(reference: Reference): (window: Profile) => readonly string[];
}

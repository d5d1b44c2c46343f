import type { Engine } from '../../../lib/pipeline/ports.ts';

/** A data set that windows are drawn from, and what a monitor file says of it. */
export interface Source {
  readonly name: string;
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** The features that are watched, by name; the first five are those of a monitor of five columns. */
  readonly features: Readonly<Record<string, 'numeric' | 'categorical'>>;
  /** Lines of `columns` of the monitor file for what the model said and what came of it. */
  readonly outcome: readonly string[];
  /** A column that segments are cut by. */
  readonly segment: string;
  /** Whether days are drawn as they are, in weeks: `day` counts from a Monday. Else every row may be of any day. */
  readonly inDays: boolean;
  /** Why the data can't be had here; null where it can. */
  missing(): string | null;
  /** Makes the table `source`: row_id, day (0 where days don't matter), second of the day, and the data set's columns. */
  load(engine: Engine): Promise<void>;
}

import type { Monitor } from '../monitor/schema.ts';
import type { Frame } from './frame.ts';
import type { Slice } from './profile.ts';

/** `baselines/<monitor>/<version>/profile.json`: the frozen reference. */
export interface Baseline {
  /** `PROFILE_SCHEMA` of the code that built it. */
  readonly schema: number;
  readonly monitor: string;
  readonly version: string;
  /** The data set that it was built from. */
  readonly sources: readonly {
    readonly key: string;
    readonly etag: string;
    readonly size: number;
  }[];
  /** The columns of the monitor file that the bins were frozen for. */
  readonly columns: Monitor['columns'];
  readonly frame: Frame;
  /** The reference profile, whole and by segment. */
  readonly slices: readonly Slice[];
  /**
   * How much its own windows differ beyond chance, by metric and column; learnt where the monitor file has a budget of false
   * alarms, empty where its rows have no time.
   */
  readonly variation?: Readonly<Record<string, number>>;
  /** What was inferred or left out, for people. */
  readonly notes: readonly string[];
}

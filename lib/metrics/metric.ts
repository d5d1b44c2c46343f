import type { Monitor, ThresholdSetting } from '../monitor/schema.ts';
import type { Column } from '../profile/column.ts';
import type { ColumnSummary } from '../profile/column-statistics.ts';
import type { Frame } from '../profile/frame.ts';
import type { Profile, Slice } from '../profile/profile.ts';
import type { Noise } from '../stats/noise/noise.ts';
import type { Family } from './family.ts';

/** One number, or why there is none. Never NaN or infinite. */
export interface Value {
  readonly value: number | null;
  /** 95 % confidence interval, where one is known. */
  readonly low?: number;
  readonly high?: number;
  /** The same metric of the baseline: 0 for a distance; null where the baseline can't say. */
  readonly reference: number | null;
  /** Why `value` is null. */
  readonly reason?: string;
  /** What chance alone would be expected to reach at these sizes, where known; far above it a value means something. */
  readonly chance?: number;
  /**
   * Rows that the interval rests on, and those that the baseline's would, where these are not all: of a sample, or of an interval
   * that holds the baseline's error already (infinitely many then).
   */
  readonly rests?: { readonly rows?: number; readonly referenceRows: number };
  /** How far chance alone takes it, of a distance; computed where it is asked for. */
  readonly noise?: () => Noise;
  /** What a person may want to know beside the number, such as the names of new categories; text from the log may be in it. */
  readonly note?: string;
}

/** What a reader of the number needs to know; names, units and labels of every sink derive from it. */
export interface Descriptor {
  readonly name: string;
  readonly family: Family;
  /** One sentence, for people. */
  readonly description: string;
  /** How it is computed, in a line of plain text; n and m are rows of baseline and window. */
  readonly formula: string;
  /** The interval's method, or why there is none. */
  readonly interval: string;
  /** How far binning may take the value from the exact one: absolute, or relative to it; absent where it is exact. */
  readonly error?: { readonly absolute?: number; readonly relative?: number };
  /** Whose definition it is, and where another tool differs. */
  readonly source: string;
  readonly unit:
    | 'none'
    | 'count'
    | 'share'
    | 'milliseconds'
    | 'seconds'
    | 'minutes'
    | 'per_minute'
    | 'nats'
    | 'target'
    | 'target_squared';
  /** Which way is bad: a rise, a fall, or neither. */
  readonly worse: 'higher' | 'lower' | null;
  /** Published to CloudWatch unasked. */
  readonly headline?: true;
  /** Holds where the monitor file names none, and counts where the whole interval lies beyond it; absent: measured, never judged unasked. */
  readonly defaultThreshold?: Omit<ThresholdSetting, 'columns' | 'segments'>;
  /** The least effect that matters beside a budget of false alarms; absent: that of the default threshold. */
  readonly leastEffect?: Omit<ThresholdSetting, 'columns' | 'segments'>;
}

/** A metric of one column: a pure function of the two summaries. */
export interface ColumnMetric extends Descriptor {
  readonly per: 'column';
  appliesTo(column: Column): boolean;
  measure(input: {
    readonly column: Column;
    readonly baseline: ColumnSummary;
    readonly current: ColumnSummary;
  }): Value;
}

/** What a metric of a whole slice may read. */
export interface SliceInput {
  /** The baseline's same segment. */
  readonly baseline: Profile;
  readonly current: Profile;
  readonly frame: Frame;
  readonly segment: string | null;
  readonly variant: string | null;
  /** All slices of the baseline and of the window, for what compares one with another. */
  readonly slices: { readonly baseline: readonly Slice[]; readonly current: readonly Slice[] };
  readonly monitor: Monitor;
  readonly windowMinutes: number;
  /** Rows of the window that could not be read; 0 for slices other than the whole. */
  readonly rejected: number;
}

/** A metric of a whole slice. `appliesTo` says whether this monitor has it at all, from frame and profiles. */
export interface SliceMetric extends Descriptor {
  readonly per: 'slice';
  /** What must be logged for it, for people: a task, labels, scores; absent: nothing. */
  readonly needs?: string;
  /** What `alerts.min_rows` counts: labelled rows alone, all, or all and those that could not be read. */
  readonly restsOn: 'rows' | 'labels' | 'rows and rejects';
  appliesTo(input: SliceInput): boolean;
  measure(input: SliceInput): Value;
}

export type Metric = ColumnMetric | SliceMetric;

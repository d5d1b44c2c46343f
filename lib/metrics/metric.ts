import type { ThresholdSetting } from '../monitor/schema.ts';
import type { Column, OutcomeFrame } from '../profile/column.ts';
import type { ColumnSummary } from '../profile/column-statistics.ts';
import type { Profile } from '../profile/profile.ts';

export type Family = 'drift' | 'quality' | 'performance' | 'operations';

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
}

/** What a reader of the number needs to know; names, units and labels of every sink derive from it. */
export interface Descriptor {
  readonly name: string;
  readonly family: Family;
  /** One sentence, for people. */
  readonly description: string;
  readonly unit:
    | 'none'
    | 'count'
    | 'share'
    | 'milliseconds'
    | 'per_minute'
    | 'nats'
    | 'target'
    | 'target_squared';
  /** Which way is bad: a rise, a fall, or neither. */
  readonly worse: 'higher' | 'lower' | null;
  /** Published to CloudWatch unasked. */
  readonly headline?: true;
  /** Holds where the monitor file names none; absent: measured, never judged unasked. */
  readonly defaultThreshold?: Omit<ThresholdSetting, 'columns' | 'segments'>;
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
  readonly baseline: Profile;
  readonly current: Profile;
  /** The columns as the baseline froze them: the bins of the profiles' histograms. */
  readonly columns: readonly Column[];
  readonly frame: OutcomeFrame;
  readonly windowMinutes: number;
  /** Rows of the window that could not be read; 0 for slices other than the whole. */
  readonly rejected: number;
}

/** A metric of a whole slice. `appliesTo` says whether this monitor has it at all, from frame and profiles. */
export interface SliceMetric extends Descriptor {
  readonly per: 'slice';
  appliesTo(input: SliceInput): boolean;
  measure(input: SliceInput): Value;
}

export type Metric = ColumnMetric | SliceMetric;

import type { WindowVariants } from './judge/variant-values.ts';
import type { WorstSlices } from './judge/worst-slices.ts';
import type { Family } from './metrics/family.ts';
import type { Metric } from './metrics/metric.ts';
import type { Curves, Distribution } from './picture/picture.ts';

/** `insufficient`: too little to say; it never alerts. */
export type Status = 'ok' | 'warning' | 'alert' | 'insufficient';

/** Limits that a value was held against; it may equal them. */
export interface AppliedThreshold {
  readonly min?: number;
  readonly max?: number;
  /**
   * `monitor`: from the monitor file; `default`: the metric's own; `calibrated`: what noise reaches within the budget of false
   * alarms, or the least effect that matters where that is larger.
   */
  readonly source: 'monitor' | 'default' | 'calibrated';
}

/** Where a number was measured; null stands for the whole. */
export interface Place {
  readonly metric: string;
  readonly column: string | null;
  /** `column=value` */
  readonly segment: string | null;
  readonly variant: string | null;
}

/** One metric's value for one column, segment, variant and window. What does not exist is null. */
export interface Measurement extends Place {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly reference: number | null;
  /** What chance alone would be expected to reach at these sizes, of a distance where it is known. */
  readonly chance?: number;
  /** Probability that noise alone takes a value so far, the variation of real traffic allowed for; where it is known. */
  readonly p?: number;
  readonly threshold: AppliedThreshold | null;
  readonly status: Status;
  /** Share of the slice's predictions whose outcome is known, of a value that rests on outcomes. */
  readonly coverage?: number;
  /** Why the value is null or the status `insufficient`. */
  readonly reason?: string;
  /** What a person may want to know beside the numbers. Holds names from the log: escape it. */
  readonly note?: string;
}

/** A measurement outside its limits. */
export interface Finding extends Place {
  readonly kind: Family;
  readonly severity: 'warning' | 'alert';
  readonly value: number;
  readonly reference: number | null;
  /** As of its measurement. */
  readonly p?: number;
  readonly threshold: AppliedThreshold;
  /** ISO start of the first window that it rests on, where it rests on several: no result holds it, the incident does. */
  readonly since?: string;
  /** A sentence for people. */
  readonly message: string;
}

/** What a window adds to the evidence over windows, where the monitor has a budget of false alarms. */
export interface WindowEvidence {
  /** Share of windows that may hold a false alarm by evidence over windows, in (0, 1). */
  readonly share: number;
  /** How many checks of all rows there are. */
  readonly checks: number;
  /** Those in which the window speaks against chance by half a standard deviation or more. */
  readonly of: readonly CheckEvidence[];
}

/** How far one metric of all rows lies beyond chance. */
export interface CheckEvidence extends Pick<Place, 'metric' | 'column'> {
  readonly kind: Family;
  readonly unit: Metric['unit'];
  /** Standard deviations beyond what chance gives, in [0.5, 3]. */
  readonly z: number;
  /** What is left of the distance once chance's part is taken off, by the least effect that matters, both to the `power`. */
  readonly effect: number;
  readonly power: 1 | 2;
  /** Part of the standard deviation that all windows share: the baseline's own sampling error. In [0, 1]. */
  readonly shared: number;
  readonly reference: number;
  /** The least effect that matters. */
  readonly limits: { readonly min?: number; readonly max?: number };
}

/** What a window was held against, where the monitor file says that it is not the whole baseline. */
export interface ComparedWith {
  /** As in `weekday=Sunday`; null for all seasons. */
  readonly season: string | null;
  /** `baseline`, or what earlier windows, as in `last 4w`; what rests on labels is held against the baseline all the same. */
  readonly of: string;
  /** Rows of that reference. */
  readonly rows: number;
  /** ISO starts of the earlier windows that were added up, and of those left out as they differ from the others. */
  readonly windows?: readonly string[];
  readonly left_out?: readonly string[];
  /** Why it is not what the monitor file asks for, where it is not: a sentence for people. */
  readonly instead?: string;
}

/** `results/<monitor>/window=<start>.json`: a public contract, schema version 1. */
export interface WindowResult {
  readonly schema: 1;
  readonly monitor: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly baseline: string;
  /** Absent where it is the whole baseline that every window is held against. */
  readonly compared_with?: ComparedWith;
  /** Counts from 1; late data, labels and corrections make the next one. */
  readonly revision: number;
  /** ISO time of the run whose data this revision shows. */
  readonly as_of: string;
  readonly rows: number;
  readonly rejected: number;
  /** Rejected rows and objects by reason. */
  readonly rejections: Readonly<Record<string, number>>;
  readonly labelled: number;
  readonly measurements: readonly Measurement[];
  readonly findings: readonly Finding[];
  /** Absent where no budget of false alarms is stated. */
  readonly evidence?: WindowEvidence;
  /** The segments that stand out most against the whole; empty where nothing does. */
  readonly worst?: WorstSlices;
  /** The variants of a rollout side by side, of this window alone; absent where it has no two of them. */
  readonly variants?: WindowVariants;
  /** Columns of all rows beside the baseline, to draw. This and the next are missing where an older release judged it. */
  readonly distributions?: readonly Distribution[];
  readonly curves?: Curves;
}

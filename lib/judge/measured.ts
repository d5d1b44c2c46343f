import type { Metric, Value } from '../metrics/metric.ts';
import type { Place } from '../results.ts';

/** A value on its way to be judged. */
export interface Measured {
  readonly metric: Metric;
  readonly place: Omit<Place, 'metric'>;
  readonly value: Value;
  /** Rows that the value rests on: labelled rows for performance, usable values for a column, else rows. */
  readonly support: number;
  /** The same of the baseline. */
  readonly referenceSupport?: number;
  /** Share of the slice's rows whose outcome is known, where the value rests on outcomes. */
  readonly coverage?: number;
  /** What a person may want to know of it beside the numbers. */
  readonly note?: string | undefined;
}

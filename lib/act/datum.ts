import type { Metric } from '../metrics/metric.ts';

/** One number on its way to a metrics service. */
export interface Datum {
  readonly metric: string;
  readonly unit: Metric['unit'];
  readonly value: number;
  /** How many samples the value counts as, an integer from 1 (the default): a corrected value is sent with so much weight that the Average shows it. */
  readonly weight?: number | undefined;
  /** ISO time of the window's start. */
  readonly timestamp: string;
  readonly monitor: string;
  readonly column: string | null;
  readonly segment: string | null;
  readonly variant: string | null;
}

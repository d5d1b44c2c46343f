import type { Metric } from '../metrics/metric.ts';

/** One number on its way to a metrics service. */
export interface Datum {
  readonly metric: string;
  readonly unit: Metric['unit'];
  readonly value: number;
  /** ISO time of the window's start. */
  readonly timestamp: string;
  readonly monitor: string;
  readonly column: string | null;
  readonly segment: string | null;
  readonly variant: string | null;
}

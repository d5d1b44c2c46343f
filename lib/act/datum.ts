import type { Metric } from '../metrics/metric.ts';

/** One number on its way to a metrics service. */
export interface Datum {
  readonly metric: string;
  readonly unit: Metric['unit'];
  readonly value: number;
  /** How many samples the value counts as, an integer from 1 (the default): a corrected value is sent with so much weight that the Average shows it. */
  readonly weight?: number | undefined;
  /** ISO time; null: when it is published. */
  readonly timestamp: string | null;
  readonly monitor: string;
  readonly column: string | null;
  readonly segment: string | null;
  readonly variant: string | null;
  /** Where else than under Driftwatch's own namespace and name it goes; `weight` does not apply to it. */
  readonly elsewhere?: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
    /** Of the values that `value` is the mean of. */
    readonly statistics?: {
      readonly count: number;
      readonly sum: number;
      readonly min: number;
      readonly max: number;
    };
  };
}

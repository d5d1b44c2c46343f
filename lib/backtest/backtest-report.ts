import type { MonthlyCost, MonthlyUse } from '../cost/estimate-month.ts';
import type { Family } from '../metrics/family.ts';

/** An incident as people would have been told of it. */
export interface BacktestIncident {
  readonly cause: string;
  readonly kinds: readonly Family[];
  /** ISO start of the first window that was outside its limits. */
  readonly onset: string;
  /** ISO time of the run that told of it. */
  readonly told: string;
  readonly delay: {
    /** From the onset to the window that opened it. */
    readonly windows: number;
    /** From the start of the onset's window to the run that told of it. */
    readonly hours: number;
  };
  /** ISO start of the first window that was found well again, and ISO time of the run that told of it; null while it goes on. */
  readonly resolved: string | null;
  readonly resolvedTold: string | null;
  /** A run took it back. */
  readonly withdrawn: boolean;
  /** The furthest from its limit when it was told of, for people. Holds names from the log. */
  readonly worst: string | null;
  /** Median hours that labels of the onset's window took; a finding that rests on them comes so much later. Null where there are none. */
  readonly labelHours: number | null;
}

/** What one monitor file would have said of a workspace's history. */
export interface FileBacktest {
  /** As the user named it. */
  readonly file: string;
  /** Whether the logs were read anew for it, and by which keys it would have needed that. */
  readonly profiled: boolean;
  readonly period: {
    /** ISO start of the first window and end of the last. */
    readonly from: string;
    readonly to: string;
    /** Of 30 days. */
    readonly months: number;
    readonly windows: number;
    readonly rows: number;
    readonly labelled: number;
    readonly shards: number;
    readonly objects: number;
    readonly labelObjects: number;
  };
  /** Incidents opened, warnings found, messages and retraining requests sent; in all and per 30 days. */
  readonly counts: Readonly<Record<Counted, number>>;
  readonly perMonth: Readonly<Record<Counted, number>>;
  readonly incidents: readonly BacktestIncident[];
  readonly retraining: readonly {
    readonly requested: string;
    readonly reason: string;
    readonly since: string | null;
  }[];
  readonly use: MonthlyUse;
  /** USD. */
  readonly cost: MonthlyCost;
}

export const COUNTED = ['alerts', 'warnings', 'messages', 'retraining'] as const;
export type Counted = (typeof COUNTED)[number];

/** What `driftwatch backtest --json` prints. */
export interface BacktestReport {
  readonly schema: 1;
  readonly monitor: string;
  readonly prices: { readonly region: string; readonly asOf: string };
  readonly files: readonly FileBacktest[];
}

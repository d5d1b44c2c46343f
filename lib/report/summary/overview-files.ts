import type { SliceSummary, WindowSummary } from './window-summary.ts';

/** `reports/<monitor>/data/<month>.json` */
export interface MonthFile {
  readonly schema: 1;
  readonly windows: readonly WindowSummary[];
}

/** `reports/<monitor>/data/<month>.slices.json`: read where a segment or variant is asked for. */
export interface SlicesFile {
  readonly schema: 1;
  readonly windows: readonly {
    readonly start: string;
    readonly slices: Readonly<Record<string, SliceSummary>>;
  }[];
}

/** `reports/monitors.json` */
export interface MonitorsFile {
  readonly schema: 1;
  readonly monitors: readonly string[];
}

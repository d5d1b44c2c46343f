import type { Comparison } from '../../judge/compare-variants.ts';
import type { Incident } from '../../judge/incident.ts';
import type { Metric } from '../../metrics/metric.ts';
import type { Monitor } from '../../monitor/schema.ts';
import type { Shard, Work } from '../../pipeline/shard.ts';
import type { RetrainingRecord, WindowRecord } from '../../pipeline/state.ts';
import type { WindowResult } from '../../results.ts';

/** All that a window's report is drawn from; what is missing is left out or said to be missing. */
export interface ReportInput {
  readonly monitor: Monitor;
  readonly metrics: readonly Metric[];
  readonly result: WindowResult;
  /** The results of windows up to this one, by start, itself last. */
  readonly history: readonly WindowResult[];
  /** Those that hold this window, open ones first. */
  readonly incidents: readonly Incident[];
  /** How challengers stand, as of the last run. */
  readonly comparisons: readonly Comparison[];
  /** Null where the window is older than the table remembers. */
  readonly record: WindowRecord | null;
  readonly retraining: RetrainingRecord | null;
  /** What its predictions came from, as far as the table remembers it. */
  readonly shards: readonly (Shard & Pick<Work, 'objects' | 'ranges'>)[];
  /** Where other things lie, for people. */
  readonly places: { readonly result: string; readonly rejected: string; readonly audit: string };
}

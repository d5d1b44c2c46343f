import { configurationDigest } from '../audit/origin.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { SinkKind } from '../monitor/settings/sinks.ts';
import type { Finding, WindowResult } from '../results.ts';
import type { Datum } from './datum.ts';
import { chosenData } from './select-data.ts';

/** A report of a window as it lies in the workspace. */
export interface ReportFile {
  /** Without folders. */
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** Where the mass of a numeric column lies; `counts` has one entry fewer than `edges`. */
export interface ColumnHistogram {
  readonly column: string;
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** What a sink is given of one window. */
export interface Delivery {
  readonly monitor: string;
  /** ISO times. */
  readonly window: WindowResult['window'];
  /** Counts windows since 1970, so that later ones have higher ones: a step of a chart. */
  readonly step: number;
  readonly revision: number;
  readonly baseline: string;
  /** SHA-256 of the monitor. */
  readonly configuration: string;
  readonly task: Monitor['task'];
  readonly data: readonly Datum[];
  readonly findings: readonly Finding[];
  readonly histograms: readonly ColumnHistogram[];
  readonly report: ReportFile | null;
}

/** A tool of others that shows the numbers. */
export interface Sink {
  /**
   * Gives it one window. Safe to repeat, and a later revision takes the place of an earlier one.
   *
   * @throws RefusedError where sending it again is in vain as long as nobody mends something.
   */
  deliver(delivery: Delivery): Promise<void>;
}

/** Opens a sink of a monitor. Whatever it does ends with the signal. */
export type ConnectSink = (kind: SinkKind, monitor: Monitor, signal: AbortSignal) => Promise<Sink>;

/** What of a window goes to a sink that takes what `publish` says. */
export function deliveryOf(
  monitor: Monitor,
  result: WindowResult,
  publish: Parameters<typeof chosenData>[2],
  beside: Pick<Delivery, 'histograms' | 'report'>,
): Delivery {
  const { window, revision, baseline, findings } = result;
  return {
    monitor: monitor.monitor,
    window,
    step: Math.floor(Date.parse(window.start) / parseDuration(monitor.window)),
    revision,
    baseline,
    configuration: configurationDigest(monitor),
    task: monitor.task,
    data: [...chosenData(monitor, result, publish), ...countsOf(result)],
    findings,
    ...beside,
  };
}

/** How much was found. */
function countsOf({ monitor, window, findings }: WindowResult): Datum[] {
  const found = (severity: string) => findings.filter((one) => one.severity === severity).length;
  const counts = { alerts: found('alert'), warnings: found('warning') };
  const whole = { column: null, segment: null, variant: null };
  return Object.entries(counts).map(([metric, value]) => ({
    metric,
    unit: 'count',
    value,
    timestamp: window.start,
    monitor,
    ...whole,
  }));
}

import type { Metric } from '../../metrics/metric.ts';
import type { Measurement, Status, WindowResult } from '../../results.ts';
import { isWhole } from '../../whole.ts';
import { worstStatus } from '../page/status.tsx';
import { sliceName } from './slice-name.ts';

/** value, low, high, the baseline's, min, max, status; null where there is none. */
export type HeadlinePoint = readonly [
  number | null,
  number | null,
  number | null,
  number | null,
  number | null,
  number | null,
  Status,
];

/** How far beyond its limit a column is: value by limit, its metric, value and status. */
export type ColumnPoint = readonly [
  ratio: number | null,
  metric: string,
  value: number | null,
  status: Status,
];

/** What an overview shows of one slice of a window. */
export interface SliceSummary {
  readonly status: Status;
  /** Headline metrics without a column, by name. */
  readonly metrics: Readonly<Record<string, HeadlinePoint>>;
  /** Of each column the check that is furthest beyond its limit, or nearest to it. */
  readonly columns: Readonly<Record<string, ColumnPoint>>;
}

/** What a window is worth to an overview: some kilobytes of a result of any size. */
export interface WindowSummary extends SliceSummary {
  readonly start: string;
  readonly end: string;
  readonly baseline: string;
  readonly revision: number;
  readonly rows: number;
  readonly rejected: number;
  readonly labelled: number;
  readonly alerts: number;
  readonly warnings: number;
}

/** All rows of a window. Pure. */
export function summarise(result: WindowResult, metrics: readonly Metric[]): WindowSummary {
  const { window, baseline, revision, rows, rejected, labelled, findings } = result;
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
  const whole = result.measurements.filter(isWhole);
  return {
    ...{ ...window, baseline, revision, rows, rejected, labelled },
    ...{ alerts: count('alert'), warnings: count('warning') },
    ...summariseSlice(whole, metrics),
    status: worstStatus([
      ...findings.map(({ severity }) => severity),
      ...(whole.some(({ status }) => status === 'ok') ? (['ok'] as const) : []),
    ]),
  };
}

/** Each segment and variant, by name: `country=DE`, `variant m2`. Pure. */
export function summariseSlices(
  result: WindowResult,
  metrics: readonly Metric[],
): Record<string, SliceSummary> {
  const slices = new Map<string, Measurement[]>();
  for (const one of result.measurements) {
    const name = sliceName(one);
    if (name !== null) slices.set(name, [...(slices.get(name) ?? []), one]);
  }
  return Object.fromEntries([...slices].map(([name, of]) => [name, summariseSlice(of, metrics)]));
}

function summariseSlice(
  measurements: readonly Measurement[],
  metrics: readonly Metric[],
): SliceSummary {
  const headline = new Set(metrics.flatMap((one) => (one.headline ? one.name : [])));
  const columns: Record<string, ColumnPoint> = {};
  for (const one of measurements) {
    if (one.column === null || one.threshold === null) continue;
    const point: ColumnPoint = [ratioOf(one), one.metric, short(one.value), one.status];
    const before = columns[one.column];
    if (!before || isWorse(point, before)) columns[one.column] = point;
  }
  return {
    status: worstStatus(measurements.map(({ status }) => status)),
    metrics: Object.fromEntries(
      measurements
        .filter(({ column, metric }) => column === null && headline.has(metric))
        .map((one) => [one.metric, pointOf(one)]),
    ),
    columns,
  };
}

function pointOf({ value, low, high, reference, threshold, status }: Measurement): HeadlinePoint {
  const { min = null, max = null } = threshold ?? {};
  return [short(value), short(low), short(high), short(reference), short(min), short(max), status];
}

/** 1 at the limit, more beyond it; null where neither can be said. */
function ratioOf({ value, reference, threshold }: Measurement): number | null {
  if (value === null || threshold === null) return null;
  const from = reference ?? 0;
  const ratios = [threshold.max, threshold.min].flatMap((limit) =>
    limit === undefined || limit === from ? [] : (value - from) / (limit - from),
  );
  return ratios.length > 0 ? short(Math.max(0, ...ratios)) : null;
}

const URGENCY: Readonly<Record<Status, number>> = { alert: 3, warning: 2, ok: 1, insufficient: 0 };

function isWorse([ratio, , , status]: ColumnPoint, [other, , , before]: ColumnPoint): boolean {
  return (
    URGENCY[status] - URGENCY[before] > 0 || (status === before && (ratio ?? -1) > (other ?? -1))
  );
}

function short(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(5));
}

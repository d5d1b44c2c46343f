import type { Family } from '../metrics/family.ts';
import type { Metric } from '../metrics/metric.ts';
import type { AppliedThreshold, WindowResult } from '../results.ts';
import type { TableRow } from './columns.ts';

/** A window's measurements as rows; a metric that `metrics` does not know has no family. */
export function measurementRows(
  result: WindowResult,
  metrics: readonly Pick<Metric, 'name' | 'family'>[],
): TableRow<'measurements'>[] {
  const families = new Map<string, Family>(metrics.map(({ name, family }) => [name, family]));
  const { as_of, rows, labelled, rejected } = result;
  return result.measurements.map((one) => ({
    ...windowColumns(result),
    // The first release did not state it.
    as_of: as_of ?? null,
    rows,
    labelled,
    rejected,
    metric: one.metric,
    family: families.get(one.metric) ?? null,
    column_name: one.column,
    segment: one.segment,
    variant: one.variant,
    value: one.value,
    low: one.low,
    high: one.high,
    reference: one.reference,
    chance: one.chance ?? null,
    p: one.p ?? null,
    ...limitColumns(one.threshold),
    status: one.status,
    coverage: one.coverage ?? null,
    reason: one.reason ?? null,
    note: one.note ?? null,
  }));
}

/** A window's findings as rows. */
export function findingRows(result: WindowResult): TableRow<'findings'>[] {
  return result.findings.map((one) => ({
    ...windowColumns(result),
    severity: one.severity,
    metric: one.metric,
    family: one.kind,
    column_name: one.column,
    segment: one.segment,
    variant: one.variant,
    value: one.value,
    reference: one.reference,
    p: one.p ?? null,
    ...limitColumns(one.threshold),
    message: one.message,
  }));
}

function windowColumns({ window, revision, baseline }: WindowResult) {
  return { window_start: window.start, window_end: window.end, revision, baseline };
}

function limitColumns(threshold: AppliedThreshold | null) {
  return {
    limit_min: threshold?.min ?? null,
    limit_max: threshold?.max ?? null,
    limit_source: threshold?.source ?? null,
  };
}

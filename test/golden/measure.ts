import type { SliceInput, Value } from '../../lib/metrics/metric.ts';
import { METRICS, metricNamed } from '../../lib/metrics/registry.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import type { Column, OutcomeFrame } from '../../lib/profile/column.ts';
import type { ColumnSummary } from '../../lib/profile/column-statistics.ts';
import { emptyProfile, type Profile } from '../../lib/profile/profile.ts';

/** A column metric by name, as the judge would call it. */
export function measureColumn(
  name: string,
  column: Column,
  baseline: ColumnSummary,
  current: ColumnSummary,
): Value {
  const metric = metricNamed(name);
  if (metric.per !== 'column' || !metric.appliesTo(column))
    throw new Error(`${name} does not apply to ${column.name}`);
  return metric.measure({ column, baseline, current });
}

/** The frame of an outcome, from what matters to a test. */
export function outcomeFrame(part: Partial<OutcomeFrame> = {}): OutcomeFrame {
  return {
    task: 'binary',
    scoreEdges: part.task === undefined || part.task === 'binary' ? [0.5] : [],
    classes: [],
    actualCenter: 0,
    errorEdges: [],
    predictionEdges: [],
    missAbove: null,
    partMinutes: 1,
    ...part,
  };
}

/** What a slice metric reads, from what matters to a test. */
export function sliceInput({
  task = 'binary',
  columns = [],
  outcome = {},
  ...part
}: Partial<SliceInput> & {
  readonly task?: OutcomeFrame['task'];
  readonly columns?: readonly Column[];
  readonly outcome?: Partial<OutcomeFrame>;
}): SliceInput {
  return {
    baseline: emptyProfile,
    current: emptyProfile,
    frame: { columns, outcome: outcomeFrame({ task, ...outcome }), segments: [] },
    segment: null,
    variant: null,
    slices: { baseline: [], current: [] },
    monitor: monitorSchema.parse({ monitor: 'm', task, columns: { timestamp: 't' } }),
    windowMinutes: 60,
    rejected: 0,
    ...part,
  };
}

/** A slice metric by name; undefined where the monitor does not have it. */
export function measureSlice(name: string, input: SliceInput): Value | undefined {
  const metric = metricNamed(name);
  if (metric.per !== 'slice') throw new Error(`${name} is measured per column`);
  return metric.appliesTo(input) ? metric.measure(input) : undefined;
}

/** A profile of labelled rows alone. */
export function outcomeProfile(outcome: Profile['outcome'], rows = 0): Profile {
  return { ...emptyProfile, rows, outcome };
}

/** The names among these that are metrics; the rest of a table's keys describe its input. */
export function metricNames(keys: Iterable<string>): string[] {
  const known = new Set(METRICS.map(({ name }) => name));
  return [...keys].filter((key) => known.has(key));
}

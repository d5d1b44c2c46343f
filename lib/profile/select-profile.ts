import { customMetrics } from '../monitor/custom-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import { segmentDefinitions } from '../monitor/segments.ts';
import { columnAlias } from '../read/canonical.ts';
import { ident, join, raw, type Sql, sql } from '../sql/sql.ts';
import type { Column } from './column.ts';
import { COLUMN_STATISTICS, type ColumnSummary } from './column-statistics.ts';
import type { Frame } from './frame.ts';
import { outcomeRelation } from './outcome-relation.ts';
import { OUTCOME_STATISTICS, type OutcomeSummary } from './outcome-statistics.ts';
import { predictionRelation } from './prediction-relation.ts';
import { PREDICTION_STATISTICS } from './prediction-statistics.ts';
import { emptyProfile, type Profile } from './profile.ts';
import { knownSegments } from './segment-labels.ts';
import type { AggregateRow, ColumnStatistic, SliceStatistic } from './statistic.ts';

/** A group of rows that one aggregate query gave: at most one segment is set. */
export interface ProfiledGroup {
  /** Window start, epoch ms. */
  readonly window: number;
  readonly variant: string | null;
  /** `definition`: which of the monitor's, by number; `name`: `column=value`. */
  readonly segment: { readonly definition: number; readonly name: string } | null;
  readonly profile: Profile;
}

/**
 * One statement: all column and prediction statistics of canonical `rows` (with window_start, epoch ms), by window, variant,
 * segment. `kept` says which statistics, by name.
 */
export function selectProfile(
  monitor: Monitor,
  frame: Frame,
  rows: Sql,
  kept: (statistic: string) => boolean = () => true,
): Sql {
  const constants = new Constants();
  const aggregates = [
    sql`count(*) AS row_count`,
    sql`count_if(failed) AS error_count`,
    ...frame.columns.flatMap((column, i) =>
      columnStatistics(column, kept).flatMap(([name, statistic]) =>
        named(`c${i}__${name}`, statistic.select(column, columnAlias(i), constants.add)),
      ),
    ),
    ...sliceAggregates(PREDICTION_STATISTICS, withCustom(monitor, frame), constants, kept),
  ];
  return grouped(monitor, frame, predictionRelation(monitor, rows), aggregates, constants);
}

/** One statement: the outcome statistics of joined `rows`, by window, variant, segment. */
export function selectOutcome(monitor: Monitor, frame: Frame, rows: Sql): Sql {
  const constants = new Constants();
  const aggregates = sliceAggregates(OUTCOME_STATISTICS, withCustom(monitor, frame), constants);
  return grouped(monitor, frame, outcomeRelation(monitor, rows), aggregates, constants);
}

/** A row of `selectProfile`, read back. */
export function readProfile(monitor: Monitor, frame: Frame, row: AggregateRow): ProfiledGroup {
  const parts = partsOf(row);
  const columns = frame.columns.map((column, i) => {
    const states = columnStatistics(column).map(([name, statistic]) => [
      name,
      statistic.read(parts.get(`c${i}__${name}`) ?? {}, column),
    ]);
    return [column.name, Object.fromEntries(states) as ColumnSummary] as const;
  });
  return {
    ...readGroup(monitor, row),
    profile: {
      ...emptyProfile,
      rows: Number(row.row_count),
      errors: monitor.columns.error === undefined ? null : Number(row.error_count),
      columns: Object.fromEntries(columns),
      predictions: readStates(PREDICTION_STATISTICS, withCustom(monitor, frame), parts),
    },
  };
}

/** A row of `selectOutcome`, read back: a profile of no rows that holds the outcome alone. */
export function readOutcome(monitor: Monitor, frame: Frame, row: AggregateRow): ProfiledGroup {
  const outcome: OutcomeSummary = readStates(
    OUTCOME_STATISTICS,
    withCustom(monitor, frame),
    partsOf(row),
  );
  return { ...readGroup(monitor, row), profile: { ...emptyProfile, outcome } };
}

/** With the monitor's own metrics, where the caller has not said which of them. */
function withCustom(monitor: Monitor, frame: Frame): Frame {
  return { custom: customMetrics(monitor), ...frame };
}

/** The literals of a statement, as columns of a relation of one row. */
class Constants {
  private readonly columns: Sql[] = [];

  readonly add = (literal: Sql): Sql => {
    const name = raw(`k${this.columns.length}`);
    this.columns.push(sql`${literal} AS ${name}`);
    return name;
  };

  /** What goes before another relation in a FROM. */
  get relation(): Sql {
    return this.columns.length > 0 ? sql`(SELECT ${join(this.columns)}),` : raw('');
  }
}

function grouped(
  monitor: Monitor,
  frame: Frame,
  rows: Sql,
  aggregates: readonly Sql[],
  constants: Constants,
): Sql {
  const segments = knownSegments(monitor, frame);
  const keys = segments.map((_, i) => raw(`g${i}`));
  const labels = segments.map((label, i) => sql`, ${label} AS ${keys[i] ?? raw('')}`);
  const sets = keys.length === 0 ? [raw('(w, v)')] : keys.map((key) => sql`(w, v, ${key})`);
  return sql`SELECT w, v, ${join([...keys, ...aggregates])}
    FROM ${constants.relation} (SELECT *, window_start AS w, variant AS v${join(labels, '')} FROM ${rows})
    GROUP BY GROUPING SETS (${join(sets)}) ORDER BY w, v${keys.length > 0 ? sql`, ${join(keys)}` : raw('')}`;
}

function readGroup(monitor: Monitor, row: AggregateRow): Omit<ProfiledGroup, 'profile'> {
  const definition = segmentDefinitions(monitor).findIndex((_, i) => row[`g${i}`] !== null);
  return {
    window: Number(row.w),
    variant: row.v as string | null,
    segment: definition < 0 ? null : { definition, name: String(row[`g${definition}`]) },
  };
}

type SliceStatistics = Readonly<Record<string, SliceStatistic<never>>>;

function sliceAggregates(
  statistics: object,
  frame: Frame,
  constants: Constants,
  kept: (statistic: string) => boolean = () => true,
): Sql[] {
  const all = sliceStatistics(statistics, frame).filter(([name]) => kept(name));
  return all.flatMap(([name, statistic]) =>
    named(`slice__${name}`, statistic.select(frame, raw('NULL'), constants.add)),
  );
}

function readStates(statistics: object, frame: Frame, parts: ReadonlyMap<string, AggregateRow>) {
  return Object.fromEntries(
    sliceStatistics(statistics, frame).map(([name, statistic]) => [
      name,
      statistic.read(parts.get(`slice__${name}`) ?? {}, frame),
    ]),
  );
}

function sliceStatistics(statistics: object, frame: Frame) {
  return Object.entries(statistics as SliceStatistics).filter(([, { appliesTo }]) =>
    appliesTo(frame),
  );
}

/** The statistics that are kept of a column, by name; which frame each takes was checked by `appliesTo`. */
function columnStatistics(
  column: Column,
  kept: (statistic: string) => boolean = () => true,
): [string, ColumnStatistic<unknown>][] {
  const all = Object.entries(COLUMN_STATISTICS) as unknown as [string, ColumnStatistic<unknown>][];
  return all.filter(([name, statistic]) => kept(name) && statistic.appliesTo(column));
}

function named(owner: string, expressions: Readonly<Record<string, Sql>>): Sql[] {
  return Object.entries(expressions).map(
    ([part, expression]) => sql`${expression} AS ${ident(`${owner}__${part}`)}`,
  );
}

/** The values of an aggregate row by what they belong to: `c3__moments` has `sum` and `squares`. */
function partsOf(row: AggregateRow): ReadonlyMap<string, AggregateRow> {
  const parts = new Map<string, Record<string, unknown>>();
  for (const [alias, value] of Object.entries(row)) {
    const end = alias.lastIndexOf('__');
    if (end < 0) continue;
    const owner = alias.slice(0, end);
    const own = parts.get(owner) ?? {};
    own[alias.slice(end + 2)] = value;
    parts.set(owner, own);
  }
  return parts;
}

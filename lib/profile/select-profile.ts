import type { Monitor } from '../monitor/schema.ts';
import { columnAlias, segmentAlias } from '../read/canonical.ts';
import { ident, join, raw, type Sql, sql } from '../sql/sql.ts';
import type { Column, OutcomeFrame } from './column.ts';
import { COLUMN_STATISTICS, type ColumnSummary } from './column-statistics.ts';
import type { Frame } from './frame.ts';
import { OUTCOME_STATISTICS } from './outcome-statistics.ts';
import type { Profile } from './profile.ts';
import type { AggregateRow, ColumnStatistic, Statistic } from './statistic.ts';

/** A group of rows that one aggregate query gave: at most one segment value is set. */
export interface ProfiledGroup {
  /** Window start, epoch ms. */
  readonly window: number;
  readonly variant: string | null;
  readonly segment: { readonly column: string; readonly value: string } | null;
  readonly profile: Profile;
}

const OTHER = '(other)';

/** One statement: all column statistics of canonical `rows` (with window_start, epoch ms), by window, variant, segment. */
export function selectProfile(monitor: Monitor, frame: Frame, rows: Sql): Sql {
  const constants = new Constants();
  const aggregates = [
    sql`count(*) AS row_count`,
    sql`count_if(failed) AS error_count`,
    ...frame.columns.flatMap((column, i) =>
      statisticsOf(column).flatMap(([name, statistic]) =>
        Object.entries(statistic.select(column, columnAlias(i), constants.add)).map(
          ([part, expression]) => sql`${expression} AS ${ident(`c${i}__${name}__${part}`)}`,
        ),
      ),
    ),
  ];
  return grouped(monitor, frame, rows, aggregates, constants);
}

/** One statement: the outcome statistics of joined `rows`, by window, variant, segment. */
export function selectOutcome(monitor: Monitor, frame: Frame, rows: Sql): Sql {
  const constants = new Constants();
  const aggregates = Object.entries(
    outcomeStatistic(frame.outcome).select(frame.outcome, raw('NULL'), constants.add),
  ).map(([part, expression]) => sql`${expression} AS ${ident(`outcome__${part}`)}`);
  return grouped(monitor, frame, rows, aggregates, constants);
}

/** A row of `selectProfile`, read back. */
export function readProfile(monitor: Monitor, frame: Frame, row: AggregateRow): ProfiledGroup {
  const parts = partsOf(row);
  const columns = frame.columns.map((column, i) => {
    const states = statisticsOf(column).map(([name, statistic]) => [
      name,
      statistic.read(parts.get(`c${i}__${name}`) ?? {}, column),
    ]);
    return [column.name, Object.fromEntries(states) as ColumnSummary] as const;
  });
  return {
    ...readGroup(monitor, row),
    profile: {
      rows: Number(row.row_count),
      errors: monitor.columns.error === undefined ? null : Number(row.error_count),
      columns: Object.fromEntries(columns),
      outcome: {},
    },
  };
}

/** A row of `selectOutcome`, read back: a profile of no rows that holds the outcome alone. */
export function readOutcome(monitor: Monitor, frame: Frame, row: AggregateRow): ProfiledGroup {
  const statistic = outcomeStatistic(frame.outcome);
  const state = statistic.read(partsOf(row).get('outcome') ?? {}, frame.outcome);
  return {
    ...readGroup(monitor, row),
    profile: { rows: 0, errors: null, columns: {}, outcome: { [frame.outcome.task]: state } },
  };
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
  const segments = monitor.columns.segments.map((column, i) => {
    const kept = join((frame.segments[column] ?? []).map((value) => sql`${value}`));
    const known = kept.text === '' ? raw('FALSE') : sql`${segmentAlias(i)} IN (${kept})`;
    return sql`CASE WHEN ${known} THEN ${segmentAlias(i)} ELSE ${OTHER} END AS g${raw(String(i))}`;
  });
  const keys = segments.map((_, i) => raw(`g${i}`));
  const sets = keys.length === 0 ? [raw('(w, v)')] : keys.map((key) => sql`(w, v, ${key})`);
  return sql`SELECT w, v, ${join([...keys, ...aggregates])}
    FROM ${constants.relation} (SELECT *, window_start AS w, variant AS v${segments.length > 0 ? sql`, ${join(segments)}` : raw('')} FROM ${rows})
    GROUP BY GROUPING SETS (${join(sets)}) ORDER BY w, v${keys.length > 0 ? sql`, ${join(keys)}` : raw('')}`;
}

function readGroup(monitor: Monitor, row: AggregateRow): Omit<ProfiledGroup, 'profile'> {
  const i = monitor.columns.segments.findIndex((_, i) => row[`g${i}`] !== null);
  const column = monitor.columns.segments[i];
  return {
    window: Number(row.w),
    variant: row.v as string | null,
    segment: column === undefined ? null : { column, value: String(row[`g${i}`]) },
  };
}

/** The statistics that are kept of a column, by name; which frame each takes was checked by `types`. */
function statisticsOf(column: Column): [string, ColumnStatistic<unknown>][] {
  const all = Object.entries(COLUMN_STATISTICS) as unknown as [string, ColumnStatistic<unknown>][];
  return all.filter(([, statistic]) => statistic.types.includes(column.type));
}

function outcomeStatistic(frame: OutcomeFrame): Statistic<unknown, OutcomeFrame> {
  return OUTCOME_STATISTICS[frame.task] as Statistic<unknown, OutcomeFrame>;
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

import { createHash } from 'node:crypto';
import type { CustomColumn } from '../monitor/custom-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Column } from '../profile/column.ts';
import { ident, join, raw, type Sql, sql } from '../sql/sql.ts';
import type { RawColumn } from './scan.ts';
import { numberValue, textValue, timeValue } from './values.ts';

type Names = Monitor['columns'];

/** Which source columns are needed of a data set, and what they mean. */
export interface CanonicalShape {
  readonly task: Monitor['task'];
  readonly names: {
    readonly [K in Exclude<keyof Names, 'segments'>]?: Names[K] | undefined;
  };
  /** The columns that segments are cut by, in order: each is there as `segmentAlias`. */
  readonly segments: readonly string[];
  /** The frozen columns, in order: column i becomes c<i>. */
  readonly columns: readonly Column[];
  /** What the monitor's own metrics read beside these; absent: nothing. */
  readonly custom?: readonly CustomColumn[];
}

/** The name of frozen column `i` in a canonical relation. */
export const columnAlias = (i: number): Sql => raw(`c${i}`);
/** The name, in a canonical relation and in staged files, of a column that segments are cut by: of its own name alone. */
export const segmentAlias = (column: string): Sql => raw(`s_${digest(column)}`);
/** The name of the probability of class `i` in a canonical relation. */
export const scoreAlias = (i: number): Sql => raw(`p${i}`);
/** The name of a column that the monitor's own metrics read: the same in every file, whatever else the monitor file says. */
export function customAlias({ name, type }: CustomColumn): Sql {
  return raw(`u_${digest(JSON.stringify([name, type]))}`);
}

/**
 * The canonical columns of a log, from its raw ones: id, event_time, variant, predicted, label, score or p0.., s0.., failed, c0..,
 * u_... .
 *
 * A column that the log lacks is NULL throughout. `predicted` and `label` are text, or doubles for a regression.
 */
export function canonicalColumns(
  { task, names: named, columns, segments, custom = [] }: CanonicalShape,
  present: readonly RawColumn[],
): Sql {
  const types = new Map(present.map(({ name, type }) => [name, type]));
  const pick = (
    name: string | undefined,
    value: (column: Sql, type: string) => Sql,
    none: Sql,
  ): Sql => {
    const type = name === undefined ? undefined : types.get(name);
    return name === undefined || type === undefined ? none : value(ident(name), type);
  };
  const text = raw('NULL::VARCHAR');
  const double = raw('NULL::DOUBLE');
  const outcome = (name: string | undefined) =>
    task === 'regression'
      ? sql`nullif(${pick(name, numberValue, double)}, 'nan'::DOUBLE)`
      : pick(name, textValue, text);
  const classes = Object.values(named.scores ?? {});
  return join([
    sql`${pick(named.id, textValue, text)} AS id`,
    sql`${pick(named.timestamp, timeValue, raw('NULL::TIMESTAMP'))} AS event_time`,
    sql`${pick(named.timestamp, (column) => sql`${column} IS NOT NULL AND ${column}::VARCHAR <> ''`, raw('FALSE'))} AS dated`,
    sql`${pick(named.variant, textValue, text)} AS variant`,
    sql`${outcome(named.prediction)} AS predicted`,
    sql`${outcome(named.label)} AS label`,
    sql`nullif(${pick(named.score, numberValue, double)}, 'nan'::DOUBLE) AS score`,
    ...classes.map(
      (name, i) =>
        sql`nullif(${pick(name, numberValue, double)}, 'nan'::DOUBLE) AS ${scoreAlias(i)}`,
    ),
    ...segments.map(
      (name) => sql`coalesce(${pick(name, textValue, text)}, '(missing)') AS ${segmentAlias(name)}`,
    ),
    sql`coalesce(${pick(named.error, (column, type) => sql`${numberValue(column, type)} <> 0`, raw('FALSE'))}, FALSE) AS failed`,
    ...columns.map((column, i) =>
      column.type === 'numeric'
        ? sql`${pick(column.name, numberValue, double)} AS ${columnAlias(i)}`
        : sql`${pick(column.name, textValue, text)} AS ${columnAlias(i)}`,
    ),
    ...custom.map((column) => {
      const value =
        column.type === 'numeric'
          ? sql`nullif(${pick(column.name, numberValue, double)}, 'nan'::DOUBLE)`
          : pick(column.name, textValue, text);
      return sql`${value} AS ${customAlias(column)}`;
    }),
  ]);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The source columns that `canonicalColumns` reads, with the type that a text format should parse them as. */
export function wantedColumns({
  names: named,
  columns,
  segments,
  custom = [],
}: CanonicalShape): RawColumn[] {
  const wanted = new Map<string, string>();
  const others = [
    named.id,
    named.timestamp,
    named.variant,
    named.prediction,
    named.label,
    named.error,
    ...segments,
  ];
  for (const name of others) if (name !== undefined) wanted.set(name, 'VARCHAR');
  for (const { name, type } of columns) {
    if (type === 'numeric' && !wanted.has(name)) wanted.set(name, 'DOUBLE');
    else wanted.set(name, 'VARCHAR');
  }
  for (const name of [named.score, ...Object.values(named.scores ?? {})]) {
    if (name !== undefined && !wanted.has(name)) wanted.set(name, 'DOUBLE');
  }
  for (const { name, type } of custom) {
    if (type === 'categorical') wanted.set(name, 'VARCHAR');
    else if (!wanted.has(name)) wanted.set(name, 'DOUBLE');
  }
  return [...wanted].map(([name, type]) => ({ name, type }));
}

/**
 * Why a prediction can't be used, or NULL, from its canonical row. `horizon` is the latest plausible event time, ISO.
 *
 * Time comes first: a row that is told to lack its id has a plausible one.
 */
export function rejectionReason(monitor: Monitor, horizon: string): Sql {
  return sql`CASE
    WHEN event_time IS NULL AND NOT dated THEN 'missing timestamp'
    WHEN event_time IS NULL OR NOT isfinite(event_time) THEN 'unreadable timestamp'
    WHEN event_time < TIMESTAMP '1970-01-01' THEN 'timestamp before 1970'
    WHEN event_time > ${horizon}::TIMESTAMP THEN 'timestamp in the future'
    ${monitor.columns.id === undefined ? raw('') : raw(`WHEN id IS NULL THEN 'missing id'`)}
    END`;
}

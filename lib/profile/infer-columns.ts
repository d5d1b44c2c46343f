import { nearest } from '../did-you-mean.ts';
import { ConfigError } from '../errors.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Engine } from '../pipeline/ports.ts';
import type { FileGroup, RawColumn } from '../read/scan.ts';
import { scan } from '../read/scan.ts';
import { classOfType } from '../read/value-class.ts';
import { numberValue, textValue } from '../read/values.ts';
import { ident, join, sql } from '../sql/sql.ts';
import type { Column, ColumnRole } from './column.ts';
import type { ValueClass } from './schema-summary.ts';

type Typed = Pick<Column, 'name' | 'role' | 'type'>;

/** A text column with more distinct values than this share of its rows identifies rows rather than describing them. */
const IDENTIFIER_SHARE = 0.5;
/** A column is numeric where at most this share of its values is not a number. */
const MISTYPED_SHARE = 0.01;

/**
 * The columns to freeze, with role and type: those that the monitor file names and, for `features: auto`, every other.
 *
 * Explicit types win. Of the rest, numbers are numeric; text and booleans categorical; times and identifiers are left out.
 */
export async function inferColumns(
  engine: Engine,
  monitor: Monitor,
  groups: readonly FileGroup[],
): Promise<{ columns: Typed[]; notes: string[] }> {
  const notes: string[] = [];
  const present = new Map(
    groups.flatMap((group) => group.columns).map((column) => [column.name, column]),
  );
  const columns: Typed[] = [];
  const add = (name: string | undefined, role: ColumnRole, type: Column['type']) => {
    if (name === undefined) return;
    if (!present.has(name)) refuseMisspelt(monitor, name, role, [...present.keys()]);
    if (present.has(name) || role === 'latency') columns.push({ name, role, type });
    else notes.push(`the data set has no column ${name}: its ${role} is not compared`);
  };
  for (const feature of await features(engine, monitor, groups, present, notes))
    columns.push(feature);
  const named = monitor.columns;
  add(named.prediction, 'prediction', monitor.task === 'regression' ? 'numeric' : 'categorical');
  add(named.score, 'score', 'numeric');
  for (const name of Object.values(named.scores ?? {})) add(name, 'score', 'numeric');
  add(named.latency_ms, 'latency', 'numeric');
  for (const name of Object.values(named.attributions ?? {})) add(name, 'attribution', 'numeric');
  return { columns, notes };
}

/** A data set may lack what the log has, but for a name that is nearly the same. @throws ConfigError */
function refuseMisspelt(
  monitor: Monitor,
  name: string,
  role: ColumnRole,
  present: readonly string[],
): void {
  const free = present.filter((one) => !hasRole(monitor, one));
  const meant = nearest(name, free);
  if (meant !== null)
    throw new ConfigError(
      `columns.${role} of monitor ${monitor.monitor} names ${name}, which the baseline data set lacks; it has ${meant}: name that, or rename it if it is something else`,
    );
}

async function features(
  engine: Engine,
  monitor: Monitor,
  groups: readonly FileGroup[],
  present: ReadonlyMap<string, RawColumn>,
  notes: string[],
): Promise<Typed[]> {
  const { features } = monitor.columns;
  if (features !== 'auto') {
    const absent = Object.keys(features).filter((name) => !present.has(name));
    if (absent.length > 0) {
      throw new ConfigError(
        `columns.features of monitor ${monitor.monitor} names ${absent.join(', ')}, which the baseline data set lacks; it has ${[...present.keys()].join(', ')}`,
      );
    }
    return Object.entries(features).map(([name, type]) => ({ name, role: 'feature', type }));
  }
  const candidates = [...present.values()].filter(({ name }) => !hasRole(monitor, name));
  const inferred = await inferTypes(engine, groups, candidates);
  return candidates.flatMap(({ name }) => {
    const { type, reason } = inferred.get(name) ?? { type: null, reason: 'it is empty' };
    notes.push(
      type === null ? `column ${name} is left out: ${reason}` : `column ${name} is ${type}`,
    );
    return type === null ? [] : [{ name, role: 'feature' as const, type }];
  });
}

function hasRole(monitor: Monitor, name: string): boolean {
  const { id, timestamp, prediction, score, scores, latency_ms, error, variant, attributions } =
    monitor.columns;
  const roles = [
    id,
    timestamp,
    prediction,
    score,
    labelColumn(monitor),
    latency_ms,
    error,
    variant,
    ...Object.values(scores ?? {}),
    ...Object.values(attributions ?? {}),
  ];
  return roles.includes(name);
}

interface Inferred {
  readonly type: Column['type'] | null;
  readonly reason?: string;
}

/** What the type of a file tells by itself; text may hold anything. */
const SETTLED: Readonly<Partial<Record<ValueClass, Inferred>>> = {
  time: { type: null, reason: 'it holds times' },
  nested: { type: null, reason: 'it holds lists, structures or bytes' },
  number: { type: 'numeric' },
  boolean: { type: 'categorical' },
};

async function inferTypes(
  engine: Engine,
  groups: readonly FileGroup[],
  candidates: readonly RawColumn[],
) {
  const inferred = new Map<string, Inferred>();
  const open: RawColumn[] = [];
  for (const column of candidates) {
    const settled = SETTLED[classOfType(column.type)];
    if (settled) inferred.set(column.name, settled);
    else open.push(column);
  }
  if (open.length === 0) return inferred;
  const all = join(
    groups.map((group) => sql`SELECT * FROM ${scan(group)}`),
    ' UNION ALL BY NAME ',
  );
  const counts = open.flatMap(({ name, type }, i) => {
    const column = ident(name);
    const number = numberValue(column, type);
    const text = textValue(column, type);
    const parts = {
      present: sql`count(${text})`,
      numbers: sql`count(${number})`,
      mistyped: sql`count_if(isnan(${number}))`,
      distinct: sql`approx_count_distinct(${text})`,
      times: sql`count(try_cast(${column}::VARCHAR AS TIMESTAMP))`,
      boolean: sql`coalesce(bool_or(lower(${column}::VARCHAR) IN ('true', 'false')), FALSE)::INTEGER`,
    };
    return Object.entries(parts).map(
      ([part, expression]) => sql`${expression} AS ${ident(`${part}${i}`)}`,
    );
  });
  const [row = {}] = await engine.rows(sql`SELECT ${join(counts)} FROM (${all})`);
  for (const [i, { name }] of open.entries()) {
    const count = (part: string) => Number(row[`${part}${i}`]);
    inferred.set(name, typeOfText(count));
  }
  return inferred;
}

function typeOfText(count: (part: string) => number): Inferred {
  const present = count('present');
  if (present === 0) return { type: null, reason: 'it is empty' };
  if (count('boolean') === 1) return { type: 'categorical' };
  if (count('numbers') > 0 && count('mistyped') <= count('numbers') * MISTYPED_SHARE)
    return { type: 'numeric' };
  if (count('times') === present) return { type: null, reason: 'it holds times' };
  if (present > 100 && count('distinct') > present * IDENTIFIER_SHARE) {
    return { type: null, reason: 'nearly every value is another one, as in an identifier' };
  }
  return { type: 'categorical' };
}

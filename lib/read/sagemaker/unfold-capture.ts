import { enginePath, parseJsonPath } from '../../monitor/json-path.ts';
import type { CaptureSettings } from '../../monitor/settings/capture.ts';
import { ident, join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { RawColumn } from '../scan.ts';
import { recordFault, rowFault } from './capture-faults.ts';
import type { CaptureEnvelope } from './envelope.ts';
import { kindOf, rowsOf, type Side, textOf, valuesOf } from './payload.ts';
import { RECORDS } from './records.ts';
import { isPlace, type Letter, named } from './sides.ts';

/**
 * The rows of captured requests and responses: `columns` as text, `__fault` (why a row or its record can't be used, or NULL), and
 * every other column of `records` beside them. A record that can't be taken apart is one row.
 */
export function unfoldCapture(
  records: Sql,
  columns: readonly RawColumn[],
  envelope: CaptureEnvelope,
): Sql {
  const found = columns.map(({ name }) => sql`${columnValue(name, envelope)} AS ${ident(name)}`);
  const fault = sql`coalesce(__record_fault, ${rowFault(envelope.settings)}) AS __fault`;
  return sql`(SELECT * EXCLUDE (${inner(envelope)}), ${join([fault, ...found])} FROM ${takeApart(records, columns, envelope)})`;
}

/** The names that rows of captured requests and responses have, as (name), in no order. */
export function captureNames(records: Sql, envelope: CaptureEnvelope): Sql {
  const { settings } = envelope;
  const { input = [], output = [], inference_attribute, probability_attribute } = settings;
  const keys = (letter: Letter) =>
    sql`coalesce(TRY(json_keys(CASE WHEN ${named(letter, 'kind')} = 'json' THEN ${named(letter, 'row')} END)), [])`;
  const listed = (letter: Letter, names: readonly string[]) =>
    sql`CASE WHEN ${named(letter, 'values')} IS NULL THEN []::VARCHAR[] ELSE ${names}::VARCHAR[] END`;
  const attributes = [
    ...(inference_attribute !== undefined ? [envelope.prediction] : []),
    ...(probability_attribute !== undefined ? [envelope.score] : []),
  ].filter((name) => name !== undefined);
  const present = sql`CASE WHEN __o_data IS NULL THEN []::VARCHAR[] ELSE ${attributes}::VARCHAR[] END`;
  return sql`(SELECT DISTINCT unnest(flatten([${join([keys('i'), keys('o'), listed('i', input), listed('o', output), present])}])) AS name
    FROM ${takeApart(records, [], envelope)} WHERE __record_fault IS NULL)`;
}

/** A row a row of the records, with both sides' `values` without names, and the `object` of those that have some. */
function takeApart(
  records: Sql,
  columns: readonly RawColumn[],
  { settings, record }: Pick<CaptureEnvelope, 'settings' | 'record'>,
): Sql {
  const sides = { i: requestOf(settings), o: responseOf(settings) };
  const { open, faults } = RECORDS[record];
  const each = (piece: (letter: Letter, side: Side) => Sql) =>
    join([piece('i', sides.i), piece('o', sides.o)]);
  const opened = open(records, settings);
  const decoded = sql`(SELECT *, ${each((letter, side) => sql`${kindOf(side)} AS ${named(letter, 'kind')}, ${textOf(side)} AS ${named(letter, 'text')}`)} FROM ${opened})`;
  const cut = sql`(SELECT *, ${each((letter, side) => sql`${rowsOf(side, named(letter, 'kind'), named(letter, 'text'))} AS ${named(letter, 'rows')}`)} FROM ${decoded})`;
  const checked = sql`(SELECT *, ${recordFault(sides, faults)} AS __record_fault,
    coalesce(len(__i_rows), len(__o_rows)) AS __count FROM ${cut})`;
  const single = sql`(SELECT *, unnest(CASE WHEN __record_fault IS NULL THEN range(__count) ELSE [0] END) AS __place FROM ${checked})`;
  const placed = sql`(SELECT *, ${each((letter) => rowAt(letter, settings))} FROM ${single})`;
  return sql`(SELECT *, ${each((letter) => splitRow(letter, columns, settings))} FROM ${placed})`;
}

/** Columns that live while records are taken apart. */
function inner({ record }: CaptureEnvelope): Sql {
  const ofSides = (['i', 'o'] as const).flatMap((letter) =>
    ['data', 'encoding', 'type', 'kind', 'text', 'rows', 'row', 'values', 'object'].map(
      (name) => `__${letter}_${name}`,
    ),
  );
  const others = ['__record_fault', '__count', '__place'];
  return raw([...ofSides, ...RECORDS[record].inner, ...others].join(', '));
}

function requestOf({ features_attribute, input = [] }: CaptureSettings): Side {
  return {
    ...columnsOf('i'),
    what: 'request',
    rowsKey: 'instances',
    rows: features_attribute === undefined ? null : parseJsonPath(features_attribute).rows,
    listIsRow: input.length > 1,
  };
}

function responseOf(settings: CaptureSettings): Side {
  return {
    ...columnsOf('o'),
    what: 'response',
    rowsKey: 'predictions',
    rows: responsePath(settings)?.rows ?? null,
    listIsRow: (settings.output?.length ?? 0) > 1,
  };
}

function columnsOf(letter: Letter) {
  return {
    data: named(letter, 'data'),
    encoding: named(letter, 'encoding'),
    type: named(letter, 'type'),
  };
}

function responsePath({ inference_attribute, probability_attribute }: CaptureSettings) {
  const [path] = [inference_attribute, probability_attribute].filter(
    (one) => one !== undefined && !isPlace(one),
  );
  return path === undefined ? null : parseJsonPath(path);
}

/** The row itself; of a request what `features_attribute` names within it. */
function rowAt(letter: Letter, { features_attribute }: CaptureSettings): Sql {
  const row = sql`${named(letter, 'rows')}[__place + 1]`;
  const path =
    letter === 'i' && features_attribute !== undefined
      ? parseJsonPath(features_attribute).value
      : [];
  const within =
    path.length === 0
      ? row
      : sql`CASE ${named(letter, 'kind')} WHEN 'json' THEN TRY(json_extract(${row}, ${`$${enginePath(path)}`}))::VARCHAR ELSE ${row} END`;
  return sql`${within} AS ${named(letter, 'row')}`;
}

function splitRow(letter: Letter, columns: readonly RawColumn[], settings: CaptureSettings): Sql {
  const [kind, row] = [named(letter, 'kind'), named(letter, 'row')];
  const shape = JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, 'VARCHAR'])));
  const isObject = sql`${kind} = 'json' AND TRY(json_type(${row})) = 'OBJECT'`;
  const values = valuesOf(kind, row);
  const list = letter === 'o' ? listAt(settings) : null;
  const unnamed =
    list === null ? values : sql`CASE WHEN ${isObject} THEN ${list} ELSE ${values} END`;
  return sql`${unnamed} AS ${named(letter, 'values')},
    ${columns.length === 0 ? raw('NULL') : sql`CASE WHEN ${isObject} THEN TRY(json_transform(${row}, ${shape})) END`} AS ${named(letter, 'object')}`;
}

/** A list of probabilities within a response's row, whose values `output` names. */
function listAt({ probability_attribute, output }: CaptureSettings): Sql | null {
  if (probability_attribute === undefined || isPlace(probability_attribute) || !output) return null;
  const path = `$${enginePath(parseJsonPath(probability_attribute).value)}`;
  return sql`CASE WHEN TRY(json_type(__o_row, ${path})) = 'ARRAY' THEN TRY(json_extract_string(__o_row, ${`${path}[*]`})) END`;
}

/** A column's value in a row. */
function columnValue(name: string, envelope: CaptureEnvelope): Sql {
  const { settings } = envelope;
  const { own: all } = RECORDS[envelope.record];
  const own = Object.hasOwn(all, name) ? all[name] : undefined;
  if (own) return own(envelope);
  if (name === envelope.prediction && settings.inference_attribute !== undefined)
    return attribute(settings.inference_attribute);
  if (name === envelope.score && settings.probability_attribute !== undefined)
    return attribute(settings.probability_attribute);
  const key = (letter: Letter) => sql`struct_extract(${named(letter, 'object')}, ${name})`;
  const at = (letter: Letter, names: readonly string[]) =>
    sql`coalesce(${named(letter, 'values')}[${names.indexOf(name) + 1}], ${key(letter)})`;
  if (settings.input?.includes(name)) return at('i', settings.input);
  if (settings.output?.includes(name)) return at('o', settings.output);
  return sql`coalesce(${key('o')}, ${key('i')})`;
}

function attribute(of: string): Sql {
  if (isPlace(of)) return sql`__o_values[${Number(of) + 1}]`;
  const path = `$${enginePath(parseJsonPath(of).value)}`;
  return sql`CASE __o_kind WHEN 'json' THEN TRY(json_extract_string(__o_row, ${path})) END`;
}

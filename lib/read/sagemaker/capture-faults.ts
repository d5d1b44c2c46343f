import { enginePath, parseJsonPath } from '../../monitor/json-path.ts';
import type { CaptureSettings } from '../../monitor/settings/capture.ts';
import { join, type Sql, sql } from '../../sql/sql.ts';
import type { Side } from './payload.ts';
import { isPlace, type Letter, named } from './sides.ts';

/** Why nothing of a record can be read, or NULL. */
export function recordFault({ i, o }: Readonly<Record<Letter, Side>>, faults: Sql): Sql {
  const ofSide = (letter: Letter, { what, rows }: Side) => {
    const [data, kind, text, list] = ['data', 'kind', 'text', 'rows'].map((name) =>
      named(letter, name),
    ) as [Sql, Sql, Sql, Sql];
    const nowhere =
      rows === null
        ? `the ${what} is not valid`
        : `the ${what} has no list at ${enginePath(rows).slice(1)}`;
    return sql`WHEN ${data} IS NOT NULL AND ${kind} IS NULL THEN ${`the ${what} is encoded neither as CSV nor as JSON`}
      WHEN ${data} IS NOT NULL AND ${text} IS NULL THEN ${`the ${what} can't be decoded`}
      WHEN ${data} IS NOT NULL AND ${list} IS NULL THEN CASE ${kind} WHEN 'csv' THEN ${`a quote in the ${what} is out of place`} ELSE ${nowhere} END
      WHEN len(${list}) = 0 THEN ${`the ${what} is empty`}`;
  };
  return sql`CASE WHEN __i_data IS NULL AND __o_data IS NULL THEN 'no request and no response' ${faults}
    ${ofSide('i', i)} ${ofSide('o', o)}
    WHEN len(__i_rows) <> len(__o_rows) THEN 'the request has another number of rows than the response' END`;
}

/** Why a row can't be used, or NULL. */
export function rowFault(settings: CaptureSettings): Sql {
  const { input, output, inference_attribute, probability_attribute, features_attribute } =
    settings;
  const attributes = [inference_attribute, probability_attribute].filter((of) => of !== undefined);
  const absent = [
    ...(features_attribute === undefined
      ? []
      : [
          sql`WHEN __i_kind = 'json' AND __i_data IS NOT NULL AND __i_row IS NULL THEN ${`the request has no ${features_attribute}`}`,
        ]),
    ...attributes.map(
      (of) =>
        sql`WHEN __o_data IS NOT NULL AND ${isAbsent(of)} THEN ${`the response has no ${of}`}`,
    ),
  ];
  const places = attributes.some(isPlace);
  return sql`CASE ${join(absent, ' ')} ${namesFault('i', 'request', 'input', input, false)}
    ${namesFault('o', 'response', 'output', output, places)} END`;
}

/** Whether a response holds nothing where an attribute points; a JSON null is something. */
function isAbsent(attribute: string): Sql {
  if (isPlace(attribute)) return sql`coalesce(len(__o_values), 0) <= ${Number(attribute)}`;
  const path = `$${enginePath(parseJsonPath(attribute).value)}`;
  return sql`(__o_kind <> 'json' OR TRY(json_type(__o_row, ${path})) IS NULL)`;
}

/** Values without names, names without values, and quotes out of place. */
function namesFault(
  letter: Letter,
  what: string,
  key: 'input' | 'output',
  names: readonly string[] | undefined,
  areElsewhere: boolean,
): Sql {
  const [kind, row, values] = ['kind', 'row', 'values'].map((name) => named(letter, name)) as [
    Sql,
    Sql,
    Sql,
  ];
  const stray = sql`WHEN ${kind} = 'csv' AND ${values} IS NULL THEN ${`a quote in the ${what} is out of place`}`;
  if (names) {
    const none = sql`NOT list_has_any(coalesce(TRY(json_keys(${row})), []), ${names}::VARCHAR[])`;
    return sql`${stray} WHEN len(${values}) <> ${names.length} THEN ${`the ${what} has another number of values than predictions.capture.${key} has names`}
      WHEN ${kind} = 'json' AND ${values} IS NULL AND ${none} THEN ${`the ${what} has nothing that predictions.capture.${key} names`}`;
  }
  if (areElsewhere) return stray;
  return sql`${stray} WHEN len(${values}) > 0 THEN ${`the ${what} has values without names: name them in predictions.capture.${key}`}`;
}

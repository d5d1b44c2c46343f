import { enginePath, type Step } from '../../monitor/json-path.ts';
import { raw, type Sql, sql } from '../../sql/sql.ts';

/** One side of a record: what was sent, or what came back. */
export interface Side {
  /** Columns of the relation: the payload as it was captured, how it is encoded, and its content type. */
  readonly data: Sql;
  readonly encoding: Sql;
  readonly type: Sql;
  /** What people call it. */
  readonly what: string;
  /** The key of a JSON object whose list holds the rows, where no path says so. */
  readonly rowsKey: string;
  /** Steps to the list of rows; null: as the payload tells. */
  readonly rows: readonly Step[] | null;
  /** A bare list of plain values is one row; or each of them is one. */
  readonly listIsRow: boolean;
}

const BREAK = raw('chr(10)');

/** `csv`, `json` or NULL: what the payload's text is written in. */
export function kindOf({ encoding, type }: Side): Sql {
  const ofType = sql`CASE WHEN contains(lower(${type}), 'csv') THEN 'csv' WHEN contains(lower(${type}), 'json') THEN 'json' END`;
  return sql`CASE upper(${encoding}) WHEN 'CSV' THEN 'csv' WHEN 'JSON' THEN 'json' WHEN 'BASE64' THEN ${ofType} END`;
}

/** The payload's text without line ends after it; NULL where it can't be decoded. */
export function textOf({ data, encoding }: Side): Sql {
  const text = sql`CASE upper(${encoding}) WHEN 'BASE64' THEN TRY(decode(from_base64(${data}))) ELSE ${data} END`;
  return sql`rtrim(${text}, chr(10) || chr(13))`;
}

/** The rows of a text of that kind, each a line of CSV or a JSON value; NULL where it can't be cut into rows. */
export function rowsOf(side: Side, kind: Sql, text: Sql): Sql {
  return sql`CASE ${kind} WHEN 'csv' THEN ${csvRows(text)} WHEN 'json' THEN ${jsonRows(side, text)} END`;
}

/** Line ends within quotes belong to their value. */
function csvRows(text: Sql): Sql {
  const quoted = sql`regexp_extract_all(${BREAK} || ${text}, ${'\\n((?:"(?:[^"]|"")*"|[^"\\n])*)'}, 1)`;
  const isWhole = sql`len(${quoted}) + len(array_to_string(${quoted}, '')) = len(${text}) + 1`;
  const lines = sql`CASE WHEN NOT contains(${text}, '"') THEN string_split(${text}, ${BREAK})
    WHEN ${isWhole} THEN ${quoted} END`;
  return sql`list_filter(list_transform(${lines}, lambda line: rtrim(line, chr(13))), lambda line: trim(line) <> '')`;
}

function jsonRows(side: Side, text: Sql): Sql {
  const lines = sql`list_filter(string_split(${text}, ${BREAK}), lambda line: trim(line, ' ' || chr(9) || chr(13)) <> '')`;
  const linesAreValid = sql`len(list_filter(${lines}, lambda line: NOT json_valid(line))) = 0`;
  const list = (path: string) =>
    sql`list_transform(TRY(json_extract(${text}, ${path})), lambda row: row::VARCHAR)`;
  if (side.rows !== null) {
    const path = `$${enginePath(side.rows)}`;
    return sql`CASE WHEN NOT json_valid(${text}) THEN NULL
      WHEN TRY(json_type(${text}, ${path})) = 'ARRAY' THEN ${list(`${path}[*]`)} END`;
  }
  const key = `$.${side.rowsKey}`;
  const isNested = sql`TRY(json_type(${text}, '$[0]')) IN ('ARRAY', 'OBJECT')`;
  const one = sql`[${text}]`;
  const bare = side.listIsRow
    ? sql`CASE WHEN ${isNested} THEN ${list('$[*]')} ELSE ${one} END`
    : list('$[*]');
  return sql`CASE WHEN json_valid(${text}) THEN CASE
      WHEN TRY(json_type(${text})) = 'ARRAY' THEN ${bare}
      WHEN TRY(json_type(${text}, ${key})) = 'ARRAY' THEN ${list(`${key}[*]`)}
      ELSE ${one} END
    WHEN ${linesAreValid} THEN ${lines} END`;
}

/**
 * The values of a row that have no names: the fields of a line of CSV, the elements of a JSON list, or a plain JSON value.
 *
 * NULL where the row is a JSON object, or a line with a quote out of place.
 */
export function valuesOf(kind: Sql, row: Sql): Sql {
  const values = sql`json_extract_string(${row}, '$[*]')`;
  const json = sql`CASE TRY(json_type(${row})) WHEN 'OBJECT' THEN NULL
    WHEN 'ARRAY' THEN TRY(${values}) ELSE [TRY(json_extract_string(${row}, '$'))] END`;
  return sql`CASE ${kind} WHEN 'csv' THEN ${csvValues(row)} WHEN 'json' THEN ${json} END`;
}

function csvValues(line: Sql): Sql {
  const fields = sql`regexp_extract_all(',' || ${line}, ${',("(?:[^"]|"")*"|[^,"]*)'}, 1)`;
  const isWhole = sql`len(${fields}) + len(array_to_string(${fields}, '')) = len(${line}) + 1`;
  const plain = sql`list_transform(${fields}, lambda field:
    CASE WHEN starts_with(field, '"') THEN replace(field[2:-2], '""', '"') ELSE field END)`;
  return sql`CASE WHEN NOT contains(${line}, '"') THEN string_split(${line}, ',') WHEN ${isWhole} THEN ${plain} END`;
}

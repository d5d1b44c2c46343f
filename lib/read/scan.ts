import { ident, join, raw, type Sql, sql } from '../sql/sql.ts';
import type { Compression, FileFormat } from './format.ts';

/** A raw column as a scan gives it. `native` columns have a type of their own, others are text. */
export interface RawColumn {
  readonly name: string;
  readonly type: string;
}

/** Files that one scan can read: the same format and the same columns. */
export interface FileGroup extends FileFormat {
  readonly paths: readonly string[];
  readonly columns: readonly RawColumn[];
  readonly delimiter: string;
}

/** A relation over the files with `group.columns` and `filename`. CSV lines that don't parse go to reject_errors. */
export function scan(group: FileGroup): Sql {
  const columns = sql`{${join(group.columns.map(({ name, type }) => sql`${name}: ${type}`))}}`;
  if (group.format === 'parquet') {
    return sql`read_parquet(${group.paths}, filename = '__source')`;
  }
  if (group.format === 'jsonl') {
    return sql`read_json(${group.paths}, columns = ${columns}, format = 'newline_delimited', filename = '__source',
      compression = ${group.compression}, maximum_object_size = 16777216)`;
  }
  return sql`read_csv(${group.paths}, columns = ${columns}, auto_detect = false, header = true, filename = '__source',
    delim = ${group.delimiter}, quote = '"', escape = '"', compression = ${group.compression},
    max_line_size = 16777216, ignore_errors = true, store_rejects = true, rejects_limit = 0)`;
}

/** A text file as rows of (__line, __text); text that is not UTF-8 goes to reject_errors. */
export function scanLines(path: string, compression: Compression): Sql {
  return sql`(SELECT row_number() OVER () AS __line, rtrim(text, chr(13)) AS __text FROM read_csv(${[path]},
    columns = {'text': 'VARCHAR'}, auto_detect = false, header = false, delim = chr(1), quote = '', escape = '',
    compression = ${compression}, max_line_size = 16777216, null_padding = true, strict_mode = false,
    ignore_errors = true, store_rejects = true, rejects_limit = 0))`;
}

/** JSON lines already split off by `scanLines`, each column as text; only for lines that hold a JSON object. */
export function scanParsedLines(lines: Sql, path: string, columns: readonly RawColumn[]): Sql {
  const pick = join(
    columns.map(
      ({ name }) =>
        sql`json_extract_string(__text, ${`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`}) AS ${ident(name)}`,
    ),
  );
  return sql`(SELECT __line, __text, ${pick}, ${path} AS __source FROM ${lines} WHERE ${isJsonObject})`;
}

export const isJsonObject = raw(`(json_valid(__text) AND json_type(__text) = 'OBJECT')`);

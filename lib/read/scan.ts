import { ident, join, raw, type Sql, sql } from '../sql/sql.ts';
import type { Compression, FileFormat } from './format.ts';
import type { Envelope } from './sagemaker/envelope.ts';
import { recordColumns, unfold } from './sagemaker/unfold.ts';

/** A raw column as a scan gives it: text formats give the type that is asked for, Parquet its own. */
export interface RawColumn {
  /** `Income and income`, where another column's name differs by case alone and this one is under a name of the engine's. */
  readonly twinOf?: string;
  readonly name: string;
  readonly type: string;
}

/** Files that one scan can read: the same format and the same columns. */
export interface FileGroup extends FileFormat {
  readonly paths: readonly string[];
  readonly columns: readonly RawColumn[];
  readonly delimiter: string;
  /** Of each of the files, which are Parquet; absent: all rows. */
  readonly rows?: RowRange;
  /** CSV whose first line is a row: its columns were named elsewhere. */
  readonly headerless?: true;
  /** How records hold rows; absent: they are rows. */
  readonly envelope?: Envelope;
  /** The columns of the first row, where the envelope hides them. */
  readonly found?: readonly string[];
}

/** Rows of a Parquet file, `first` counted from 0. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/** A longer line is no record. */
export const LINE_BYTES = 16 * 1024 * 1024;
/** The JSON reader refuses what is twice as long. */
const OBJECT_BYTES = LINE_BYTES / 2;
/** What `scanLines` takes for the end of a field: a byte that no text should hold. */
export const LINE_SEPARATOR = 1;
/** Of the CSV reader, which would take sixteen lines' worth and several of them at once. */
const BUFFER_BYTES = 2 * LINE_BYTES;
const NAMES = { none: 'uncompressed', gzip: 'gzip', zstd: 'zstd' } as const;

/**
 * A relation over the files with `group.columns`, `__source` and, of records that hold rows, `__fault`. CSV lines that don't parse
 * go to reject_errors.
 */
export function scan(group: FileGroup): Sql {
  if (group.format === 'parquet') return scanParquet(group.paths, group.rows);
  if (group.format !== 'csv') return unfold(group, scanRecords(group));
  const columns = structOf(group.columns);
  return sql`read_csv(${group.paths}, columns = ${columns}, auto_detect = false, header = ${!group.headerless},
    filename = '__source', hive_partitioning = false, compression = ${NAMES[group.compression]},
    delim = ${group.delimiter}, quote = '"', escape = '"',
    max_line_size = ${LINE_BYTES}, buffer_size = ${BUFFER_BYTES}, ignore_errors = true, store_rejects = true, rejects_limit = 0)`;
}

/** The records of JSON files, as `recordColumns` has them, and `__source`. */
export function scanRecords(group: FileGroup): Sql {
  return sql`read_json(${group.paths}, columns = ${structOf(recordColumns(group))}, format = 'newline_delimited', records = true,
    filename = '__source', hive_partitioning = false, compression = ${NAMES[group.compression]},
    maximum_object_size = ${OBJECT_BYTES})`;
}

function structOf(columns: readonly RawColumn[]): Sql {
  return sql`{${join(columns.map(({ name, type }) => sql`${name}: ${type}`))}}`;
}

/**
 * The columns of Parquet files and `__source`; of a range of rows no other row group is touched.
 *
 * Folders such as country=de are no columns: elsewhere the same object has another path.
 */
export function scanParquet(paths: readonly string[], rows?: RowRange): Sql {
  if (!rows) return sql`read_parquet(${paths}, filename = '__source', hive_partitioning = false)`;
  return sql`(SELECT * EXCLUDE (file_row_number)
    FROM read_parquet(${paths}, filename = '__source', hive_partitioning = false, file_row_number = true)
    WHERE file_row_number BETWEEN ${rows.first} AND ${rows.first + rows.count - 1})`;
}

/** What the columns of a JSON file are, from all of its lines. */
export function describeJson(path: string, compression: Compression): Sql {
  return sql`DESCRIBE SELECT * FROM read_json(${[path]}, format = 'newline_delimited', records = true,
    hive_partitioning = false, compression = ${NAMES[compression]}, maximum_object_size = ${OBJECT_BYTES},
    sample_size = -1, map_inference_threshold = -1)`;
}

/** A text file as rows of (__text); lines that are not UTF-8 go to reject_errors. */
export function scanLines(path: string): Sql {
  return sql`(SELECT rtrim(__text, chr(13)) AS __text FROM read_csv(${[path]},
    columns = {'__text': 'VARCHAR'}, auto_detect = false, header = false, delim = chr(${LINE_SEPARATOR}), quote = '', escape = '',
    compression = 'uncompressed', hive_partitioning = false, max_line_size = ${LINE_BYTES}, buffer_size = ${BUFFER_BYTES},
    null_padding = true, strict_mode = false, ignore_errors = true, store_rejects = true, rejects_limit = 0))`;
}

/**
 * `columns` as text, of those `lines` whose `__text` is a JSON object; every other column of `lines` beside them.
 *
 * Nothing in it throws: the engine may evaluate it before any filter on the lines.
 */
export function parseLines(lines: Sql, columns: readonly RawColumn[]): Sql {
  const shape = JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, 'VARCHAR'])));
  const pick = columns.map(({ name }) => sql`struct_extract(__record, ${name}) AS ${ident(name)}`);
  return sql`(SELECT * EXCLUDE (__record), ${join(pick)}
    FROM (SELECT *, TRY(json_transform(__text, ${shape})) AS __record FROM ${lines} WHERE ${isJsonObject}))`;
}

export const isJsonObject = raw(`coalesce(TRY(json_type(__text)) = 'OBJECT', FALSE)`);

/** White space alone, which the JSON reader passes over. */
export const isBlank = raw(`trim(__text, ' ' || chr(9) || chr(11) || chr(12) || chr(13)) = ''`);

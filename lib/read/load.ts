import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine, LocalFile } from '../pipeline/ports.ts';
import { ident, join as joinSql, raw, type Sql, sql } from '../sql/sql.ts';
import { type CanonicalShape, canonicalColumns, wantedColumns } from './canonical.ts';
import { type FileFormat, formatOf } from './format.ts';
import { firstLine, verifyCompression } from './integrity.ts';
import { type FileGroup, type RawColumn, scan, scanLines, scanParsedLines } from './scan.ts';

/** An input object with its bytes on this machine. */
export interface InputFile {
  readonly key: string;
  readonly size: number;
  readonly file: LocalFile;
  readonly format?: FileFormat['format'] | undefined;
}

/** A whole object that can't be read. */
export interface RejectedObject {
  readonly source: string;
  readonly reason: string;
}

export interface LoadOptions {
  readonly shape: CanonicalShape;
  readonly delimiter: string;
  /** Why a canonical row can't be used, or NULL. */
  readonly rejection: Sql;
  /** Read file by file, so that one that fails doesn't stop the others, and lines that fail are set aside. */
  readonly careful: boolean;
  readonly scratch: string;
  /** Take every column that a JSON file has, and not just those of the shape. */
  readonly everyColumn?: true;
  /** Called before each file where `careful`. */
  readonly onFile?: (key: string) => Promise<void>;
}

/** A file whose format and columns are known. */
export interface ReadableFile {
  readonly input: InputFile;
  readonly group: FileGroup;
}

/**
 * Makes the relation `loaded`: canonical columns, `__source`, `reason` (NULL for a usable row).
 *
 * Returns what could not be read as a whole, and the files that could.
 */
export async function load(
  engine: Engine,
  files: readonly InputFile[],
  options: LoadOptions,
): Promise<{ rejected: RejectedObject[]; readable: ReadableFile[] }> {
  const rejected: RejectedObject[] = [];
  const readable: ReadableFile[] = [];
  await Promise.all(
    files.map(async (input) => {
      try {
        readable.push({ input, group: await describe(engine, input, options) });
      } catch (error) {
        rejected.push({ source: input.key, reason: (error as Error).message.split('\n')[0] ?? '' });
      }
    }),
  );
  readable.sort((a, b) => (a.input.key < b.input.key ? -1 : 1));
  const parts = options.careful
    ? await loadEach(engine, readable, options, rejected)
    : groupAlike(readable).map((group) => canonical(options, scan(group), group.columns));
  const all =
    parts.length > 0
      ? joinSql(parts, ' UNION ALL ')
      : canonical(options, raw(`(SELECT NULL::VARCHAR AS __source LIMIT 0)`), []);
  const lazy = !options.careful && readable.every(({ group }) => group.format === 'parquet');
  await engine.run(sql`CREATE TEMP ${raw(lazy ? 'VIEW' : 'TABLE')} loaded AS ${all}`);
  rejected.sort((a, b) => (a.source < b.source ? -1 : 1));
  return {
    rejected,
    readable: readable.filter(({ input }) => !rejected.some(({ source }) => source === input.key)),
  };
}

/** Finds out format, integrity and columns of a file. Throws an Error whose message is the reason to reject it. */
export async function describe(
  engine: Engine,
  input: InputFile,
  options: LoadOptions,
): Promise<FileGroup> {
  const found = formatOf(input.key, input.format);
  if (!found)
    throw new Error(
      'unknown format: name it .jsonl, .csv or .parquet, plain, .gz or .zst, or state `format`',
    );
  if (input.size === 0) throw new Error('empty object');
  const { path } = input.file;
  await verifyCompression(path, found.compression).catch((error: Error) => {
    throw new Error(`damaged or truncated ${found.compression}: ${error.message}`);
  });
  const group = { ...found, paths: [path], delimiter: options.delimiter };
  if (found.format === 'jsonl') {
    const columns = options.everyColumn
      ? await jsonColumns(engine, path)
      : wantedColumns(options.shape);
    return { ...group, columns };
  }
  if (found.format === 'csv')
    return { ...group, columns: await csvColumns(engine, { ...group, columns: [] }, options) };
  return { ...group, columns: await parquetColumns(engine, path) };
}

async function parquetColumns(engine: Engine, path: string): Promise<RawColumn[]> {
  const rows = await engine
    .rows(sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${path}))`)
    .catch((error: Error) => {
      throw new Error(
        `not a readable Parquet file: ${error.message.split('\n')[0]?.replaceAll(path, 'it')}`,
      );
    });
  return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
}

/** What a JSON file holds: numbers as doubles, everything else as text. */
async function jsonColumns(engine: Engine, path: string): Promise<RawColumn[]> {
  const rows = await engine.rows(sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM
    read_json(${path}, format = 'newline_delimited', sample_size = -1, map_inference_threshold = -1))`);
  return rows.map((row) => ({
    name: String(row.column_name),
    type: /INT|DOUBLE/.test(String(row.column_type)) ? 'DOUBLE' : 'VARCHAR',
  }));
}

async function csvColumns(
  engine: Engine,
  group: FileGroup,
  options: LoadOptions,
): Promise<RawColumn[]> {
  const header = await firstLine(group.paths[0] ?? '', group.compression);
  if (header.includes('\u0000') || header.trim() === '')
    throw new Error('not a CSV file: its first line is no header');
  // A file of the header alone: quoted names then mean here what they mean to the parser of the rows.
  const path = join(options.scratch, `${randomUUID()}.csv`);
  await writeFile(path, `${header}\n`);
  const names = await engine
    .rows(sql`SELECT column_name FROM (DESCRIBE SELECT * FROM read_csv(${path}, header = true, all_varchar = true,
      delim = ${group.delimiter}, quote = '"', escape = '"'))`)
    .catch(() => {
      throw new Error('not a CSV file: its first line is no header');
    });
  await rm(path);
  return names.map((row) => ({ name: String(row.column_name), type: 'VARCHAR' }));
}

function canonical(options: LoadOptions, relation: Sql, columns: readonly RawColumn[]): Sql {
  return sql`(SELECT *, ${options.rejection} AS reason
    FROM (SELECT ${canonicalColumns(options.shape, columns)}, __source FROM ${relation}))`;
}

/** Files of one format and the same columns are read by one scan. */
function groupAlike(files: readonly ReadableFile[]): FileGroup[] {
  const groups = new Map<string, FileGroup>();
  for (const { group } of files) {
    const key = JSON.stringify({ ...group, paths: [] });
    groups.set(key, { ...group, paths: [...(groups.get(key)?.paths ?? []), ...group.paths] });
  }
  return [...groups.values()];
}

/** One table a file; a JSON file with lines that don't parse is read line by line. */
async function loadEach(
  engine: Engine,
  files: readonly ReadableFile[],
  options: LoadOptions,
  rejected: RejectedObject[],
): Promise<Sql[]> {
  const parts: Sql[] = [];
  for (const [i, { input, group }] of files.entries()) {
    await options.onFile?.(input.key);
    const part = ident(`part_${i}`);
    const attempts = [scan(group), ...(group.format === 'jsonl' ? [parsedLines(group)] : [])];
    for (const [k, relation] of attempts.entries()) {
      try {
        await engine.run(
          sql`CREATE TEMP TABLE ${part} AS ${canonical(options, relation, group.columns)}`,
        );
        parts.push(sql`FROM ${part}`);
        break;
      } catch (error) {
        if (k < attempts.length - 1) continue;
        rejected.push({ source: input.key, reason: reasonOf(error, group) });
      }
    }
  }
  return parts;
}

function parsedLines(group: FileGroup): Sql {
  const [path = ''] = group.paths;
  return scanParsedLines(scanLines(path, group.compression), path, group.columns);
}

function reasonOf(error: unknown, group: FileGroup): string {
  const [path = ''] = group.paths;
  const line = (error as Error).message.split('\n')[0] ?? '';
  return `not readable as ${group.format}: ${line.replaceAll(path, 'it')}`;
}

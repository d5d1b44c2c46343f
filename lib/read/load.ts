import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { CaptureSettings } from '../monitor/settings/capture.ts';
import type { ByteRange, Engine, LocalFile } from '../pipeline/ports.ts';
import { ident, join, raw, type Sql, sql } from '../sql/sql.ts';
import { makeBlanked } from './blanked.ts';
import { type CanonicalShape, canonicalColumns, wantedColumns } from './canonical.ts';
import { blankOpenQuotes, filesWithOpenQuotes } from './csv.ts';
import { csvColumns } from './csv-columns.ts';
import { type FileFormat, formatOf, holdsJson } from './format.ts';
import { unpack } from './integrity.ts';
import { jsonLayout } from './json-layout.ts';
import { asLines } from './json-objects.ts';
import { miscounted, nameable, parquetColumns, refuseMiscounted } from './parquet-columns.ts';
import { hasLongLine, plainLines } from './plain-lines.ts';
import { envelopeOf } from './sagemaker/envelope.ts';
import { envelopedColumns } from './sagemaker/found-in-envelope.ts';
import { recordColumns, unfold } from './sagemaker/unfold.ts';
import {
  describeJson,
  type FileGroup,
  parseLines,
  type RawColumn,
  type RowRange,
  scan,
  scanLines,
} from './scan.ts';
import { blameData, blameSurvived, Unreadable } from './unreadable.ts';

/** An input object with its bytes on this machine. */
export interface InputFile {
  readonly key: string;
  readonly size: number;
  readonly file: LocalFile;
  readonly format?: FileFormat['format'] | undefined;
  /** The bytes of the object of which this is a part, which may hold nothing; absent: the whole. */
  readonly part?: ByteRange | undefined;
  /** The rows of a Parquet file that are read, from 0; absent: all. */
  readonly rows?: RowRange | undefined;
  /** What is known to be wrong with it before it is read. */
  readonly unreadable?: Unreadable | undefined;
}

/** A whole object that can't be read. */
export interface RejectedObject {
  readonly source: string;
  readonly reason: string;
  /** What the reader said of it. */
  readonly detail: string | null;
}

export interface LoadOptions {
  readonly shape: CanonicalShape;
  readonly delimiter: string;
  /** The columns of CSV files without a header line. */
  readonly header?: readonly string[] | undefined;
  /** How captures hold rows. */
  readonly capture?: CaptureSettings | undefined;
  /** Why a canonical row can't be used, or NULL. */
  readonly rejection: Sql;
  /** Read file by file, so that one that fails doesn't stop the others, and lines that fail are set aside. */
  readonly careful: boolean;
  /** A folder for files that are needed until the rejects are collected. */
  readonly scratch: string;
  /** Take every column that a JSON file has, and not just those of the shape. */
  readonly everyColumn?: true;
  /** Leave JSON in its files, too, as Parquet always is: for a reader that goes over it once or twice. */
  readonly inPlace?: true;
  /** Called before each file where `careful`, and with null where no file is at work any more. */
  readonly onFile?: (key: string | null) => Promise<void>;
}

/** A file whose format and columns are known. */
export interface ReadableFile {
  readonly input: InputFile;
  readonly group: FileGroup;
  /** A JSON file whose lines don't all fit its columns: read line by line, its columns all text. */
  readonly byLine: boolean;
}

/**
 * Makes the relation `loaded`: canonical columns, `__source`, `reason` (NULL for a usable row).
 *
 * Returns what could not be read as a whole, and the files that could. @throws what is not the data's fault.
 */
export async function load(
  engine: Engine,
  inputs: readonly InputFile[],
  options: LoadOptions,
): Promise<{ rejected: RejectedObject[]; readable: ReadableFile[] }> {
  const files = await withoutEmptyParts(inputs);
  await makeBlanked(engine);
  const rejected: RejectedObject[] = [];
  const readable: ReadableFile[] = [];
  const attempt = async (input: InputFile, read: () => Promise<ReadableFile>) => {
    try {
      readable.push(await read());
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      rejected.push({ source: input.key, reason: error.reason, detail: error.detail });
    }
  };
  const parts: Sql[] = [];
  if (options.careful) {
    for (const [i, input] of files.entries()) {
      await options.onFile?.(input.key);
      const part = ident(`part_${i}`);
      await attempt(input, async () => {
        const file = await loadOne(engine, input, part, options);
        parts.push(sql`FROM ${part}`);
        return file;
      });
    }
    await options.onFile?.(null);
  } else {
    await allOver(
      files.map((input) =>
        attempt(input, async () => plain(input, await describe(engine, input, options))),
      ),
    );
    readable.sort((a, b) => (a.input.key < b.input.key ? -1 : 1));
    for (const group of groupAlike(readable)) {
      if (isCounted(group)) await expectAllRows(engine, group);
      parts.push(canonical(options, scan(group), group));
    }
  }
  const all =
    parts.length > 0
      ? join(parts, ' UNION ALL ')
      : canonical(options, raw(`(SELECT NULL::VARCHAR AS __source LIMIT 0)`), { columns: [] });
  const lazy = options.careful || readable.every(({ group }) => staysInPlace(group, options));
  await engine.run(sql`CREATE TEMP ${raw(lazy ? 'VIEW' : 'TABLE')} loaded AS ${all}`);
  if (!options.careful) await refuseOpenQuotes(engine);
  rejected.sort((a, b) => (a.source < b.source ? -1 : 1));
  return { rejected, readable };
}

/** Waits for the end of all work, failed or not: the engine is closed after a failure, which nothing that it does survives. */
async function allOver(work: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(work);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Finds out format, integrity and columns of a file. @throws Unreadable */
export async function describe(
  engine: Engine,
  input: InputFile,
  options: LoadOptions,
): Promise<FileGroup> {
  const found = formatOf(input.key, input.format);
  if (!found)
    throw new Unreadable(
      'unknown format: name it .jsonl, .csv or .parquet, plain, .gz or .zst, or state `format`',
    );
  if (input.unreadable) throw input.unreadable;
  if ((await sizeOf(input)) === 0) throw new Unreadable('empty object');
  const group = {
    ...(await unpacked(engine, input, found, options)),
    delimiter: options.delimiter,
    ...(input.rows && { rows: input.rows }),
  };
  if (found.format === 'csv' && options.header)
    return {
      ...group,
      headerless: true,
      columns: options.header.map((name) => ({ name, type: 'VARCHAR' })),
    };
  if (found.format === 'csv')
    return { ...group, columns: await csvColumns(engine, group, options.scratch) };
  if (found.format === 'parquet')
    return { ...group, columns: await parquetColumns(engine, group.paths[0]) };
  const envelope = envelopeOf(found.format, input.key, options.shape, options.capture);
  if (envelope) return envelopedColumns(engine, { ...group, envelope }, options);
  const columns = options.everyColumn
    ? await jsonColumns(engine, group)
    : wantedColumns(options.shape);
  return { ...group, columns };
}

async function sizeOf({ file }: InputFile): Promise<number> {
  const { size } = await stat(file.path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Unreadable('the object is gone') : error;
  });
  return size;
}

/** A part in which nothing begins holds nothing that could be read, or be missed. */
async function withoutEmptyParts(files: readonly InputFile[]): Promise<InputFile[]> {
  const isEmpty = async ({ part, rows, file, unreadable }: InputFile) =>
    rows?.count === 0 || (part && !unreadable && (await stat(file.path)).size === 0);
  const empty = await Promise.all(files.map(isEmpty));
  return files.filter((_, i) => !empty[i]);
}

/** The file, or where its bytes are not what the engine reads, a copy. */
async function unpacked(
  engine: Engine,
  input: InputFile,
  found: FileFormat,
  { scratch }: LoadOptions,
) {
  const { path } = input.file;
  // Later parts of an object were cut at its lines.
  const isFirst = holdsJson(found.format) && (input.part?.from ?? 0) === 0;
  const cut = isFirst && (await jsonLayout(path, found.compression)) === 'objects';
  const target = joinPath(scratch, `${randomUUID()}.unpacked`);
  const isReady = found.compression === 'none' && !cut;
  if (!isReady) await unpack(path, found.compression, target, cut ? [asLines()] : []);
  const text = isReady ? path : target;
  const long = found.format === 'csv' && (await hasLongLine(text));
  const ready = long ? (await plainLines(engine, text, scratch)).path : text;
  return { format: found.format, compression: 'none', paths: [ready] } as const;
}

/** What a JSON file holds: numbers as doubles, everything else as text. */
async function jsonColumns(
  engine: Engine,
  { paths: [path = ''], compression }: Omit<FileGroup, 'columns'>,
): Promise<RawColumn[]> {
  try {
    const rows = await engine.rows(
      sql`SELECT column_name, column_type FROM (${describeJson(path, compression)})`,
    );
    return nameable(rows).map(({ name, type }) => ({
      name,
      type: /^(U?\w*INT|DOUBLE)$/.test(type) ? 'DOUBLE' : 'VARCHAR',
    }));
  } catch (error) {
    throw blameData(error, 'not readable as jsonl');
  }
}

/** The CSV reader notes its errors as it reads, so that a CSV file is read once. */
function staysInPlace({ format }: FileGroup, { inPlace }: LoadOptions): boolean {
  return format === 'parquet' || (format === 'jsonl' && inPlace === true);
}

function plain(input: InputFile, group: FileGroup): ReadableFile {
  return { input, group, byLine: false };
}

function canonical(
  options: LoadOptions,
  relation: Sql,
  { columns, envelope }: Pick<FileGroup, 'columns' | 'envelope'>,
): Sql {
  const kept = raw(envelope ? '__fault, __source' : '__source');
  return withReason(
    options.rejection,
    sql`(SELECT ${canonicalColumns(options.shape, columns)}, ${kept} FROM ${relation})`,
    envelope !== undefined,
  );
}

/** Rows with why they can't be used: because of their record, where it holds `faulty` ones, or of themselves. */
export function withReason(rejection: Sql, rows: Sql, faulty: boolean): Sql {
  return faulty
    ? sql`(SELECT * EXCLUDE (__fault), coalesce(__fault, ${rejection}) AS reason FROM ${rows})`
    : sql`(SELECT *, ${rejection} AS reason FROM ${rows})`;
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

/** Makes a table `part` of one file, whatever some of its lines hold. @throws Unreadable */
async function loadOne(
  engine: Engine,
  input: InputFile,
  part: Sql,
  options: LoadOptions,
): Promise<ReadableFile> {
  const group = await describe(engine, input, options);
  const make = async (relation: Sql, read: FileGroup) => {
    try {
      await engine.run(
        sql`CREATE OR REPLACE TEMP TABLE ${part} AS ${canonical(options, relation, read)}`,
      );
    } catch (error) {
      throw await blameSurvived(engine, error, `not readable as ${group.format}`);
    }
  };
  if (group.format === 'csv') return loadCsv(engine, input, group, options, make);
  try {
    await make(scan(group), group);
    if (isCounted(group)) await refuseMiscounted(engine, group.paths[0] ?? '', part);
    return plain(input, group);
  } catch (error) {
    if (!(error instanceof Unreadable) || !holdsJson(group.format)) throw error;
  }
  const file = await byLine(engine, input, group, options);
  await make(numberless(file), file.group);
  return file;
}

async function byLine(
  engine: Engine,
  input: InputFile,
  group: FileGroup,
  { scratch }: LoadOptions,
): Promise<ReadableFile> {
  const columns = group.columns.map(({ name }) => ({ name, type: 'VARCHAR' }));
  const { path } = await plainLines(engine, group.paths[0] ?? '', scratch);
  return { ...plain(input, { ...group, columns, paths: [path] }), byLine: true };
}

function numberless({ group }: ReadableFile): Sql {
  const [path = ''] = group.paths;
  const lines = sql`(SELECT __text, ${path} AS __source FROM ${scanLines(path)})`;
  return unfold(group, parseLines(lines, recordColumns(group)));
}

/** Where a quote never closes, its line is blanked and the file read again, as every line after it is part of its value. */
async function loadCsv(
  engine: Engine,
  input: InputFile,
  group: FileGroup,
  options: LoadOptions,
  make: (relation: Sql, read: FileGroup) => Promise<void>,
): Promise<ReadableFile> {
  let read = group;
  try {
    await make(scan(read), read);
  } catch (error) {
    // The reader gives up on a carriage return within a line, as on much else.
    const { path } = await plainLines(engine, group.paths[0] ?? '', options.scratch);
    if (!(error instanceof Unreadable) || path === group.paths[0]) throw error;
    read = { ...group, paths: [path] };
    await make(scan(read), read);
  }
  for (;;) {
    const copy = await blankOpenQuotes(engine, read, options.scratch);
    if (copy === null) return plain(input, read);
    read = copy;
    await make(scan(read), read);
  }
}

/** The rows of a part were counted when it was opened, and most of what its file holds is not there. */
function isCounted({ format, rows }: FileGroup): boolean {
  return format === 'parquet' && !rows;
}

async function expectAllRows(engine: Engine, { paths }: FileGroup): Promise<void> {
  const [wrong] = await miscounted(engine, paths);
  if (wrong !== undefined) throw new ConfigError(`the footer of ${wrong} counts rows in two ways`);
}

async function refuseOpenQuotes(engine: Engine): Promise<void> {
  const [open] = await filesWithOpenQuotes(engine);
  if (open !== undefined) throw new ConfigError(`a quote in ${open} never closes`);
}

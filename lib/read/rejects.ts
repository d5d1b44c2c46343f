import type { Engine } from '../pipeline/ports.ts';
import { ident, join, raw, type Sql, sql } from '../sql/sql.ts';
import { canonicalColumns, columnAlias, wantedColumns } from './canonical.ts';
import { csvErrors, locateErrors, makeRecords } from './csv.ts';
import { makeLines } from './lines.ts';
import {
  type InputFile,
  type LoadOptions,
  type ReadableFile,
  type RejectedObject,
  withReason,
} from './load.ts';
import { recordColumns, unfold } from './sagemaker/unfold.ts';
import { isBlank, isJsonObject, parseLines, type RawColumn, scan } from './scan.ts';

/** How many characters of a rejected line, and of rows with a value of the wrong type how many a file, are kept. */
const KEPT = { text: 10_000, mistyped: 100 };
/** A row of more is shown without those that nobody reads: their text would take the engine's memory. */
const SHOWN_COLUMNS = 500;

export interface RejectCount {
  /** Start of the window of the row's event time, epoch ms; null where the row has none. */
  readonly window: number | null;
  readonly reason: string;
  readonly count: number;
}

/**
 * Makes the table `rejects` (source, line, reason, text, measured, window_start) of what `load` could not use, and counts it.
 *
 * A row with a value of the wrong type in the columns `mistyped` was measured without that value: it is kept here with
 * `measured` true and not counted. `line` is null for whole objects, the row's number for Parquet.
 *
 * `reasons` has `reason` and `__source` of every rejected row of `loaded`, where there is something cheaper to read.
 */
export async function collectRejects(
  engine: Engine,
  files: readonly ReadableFile[],
  objects: readonly RejectedObject[],
  mistyped: readonly number[],
  windowStart: Sql | null,
  options: LoadOptions,
  reasons: Sql = raw('loaded'),
): Promise<RejectCount[]> {
  await engine.run(
    raw(
      'CREATE TEMP TABLE rejects (source VARCHAR, line BIGINT, reason VARCHAR, text VARCHAR, measured BOOLEAN, window_start BIGINT)',
    ),
  );
  for (const { source, reason, detail } of objects) {
    await engine.run(
      sql`INSERT INTO rejects VALUES (${source}, NULL, ${reason}, ${detail}, FALSE, NULL)`,
    );
  }
  const pick: Picking = { mistyped, windowStart, options };
  for (const file of await filesWithRejects(engine, files, mistyped, reasons)) {
    if (options.careful) await options.onFile?.(file.input.key);
    await INSERT[file.group.format](engine, file, pick);
  }
  if (options.careful) await options.onFile?.(null);
  const rows = await engine.rows(
    raw(`SELECT window_start AS w, reason, count(*) AS n FROM rejects WHERE NOT measured
    GROUP BY ALL ORDER BY ALL`),
  );
  return rows.map((row) => ({
    window: row.w === null ? null : Number(row.w),
    reason: String(row.reason),
    count: Number(row.n),
  }));
}

interface Picking {
  readonly mistyped: readonly number[];
  readonly windowStart: Sql | null;
  readonly options: LoadOptions;
}

async function filesWithRejects(
  engine: Engine,
  files: readonly ReadableFile[],
  mistyped: readonly number[],
  reasons: Sql,
) {
  const relation = mistyped.length > 0 ? raw('loaded') : reasons;
  const condition = join(
    [raw('reason IS NOT NULL'), ...mistyped.map((i) => sql`isnan(${columnAlias(i)})`)],
    ' OR ',
  );
  const rows =
    await engine.rows(sql`SELECT DISTINCT __source AS path FROM ${relation} WHERE ${condition}
    UNION SELECT path FROM ${await csvErrors(engine)} UNION SELECT path FROM blanked`);
  const paths = new Set(rows.map(({ path }) => path));
  return files.filter(({ group, byLine }) => byLine || paths.has(group.paths[0] ?? ''));
}

type Insert = (engine: Engine, file: ReadableFile, pick: Picking) => Promise<void>;

const INSERT: Readonly<Record<ReadableFile['group']['format'], Insert>> = {
  jsonl: insertJson,
  'sagemaker-capture': insertJson,
  'open-inference': insertJson,
  'sagemaker-ground-truth': insertJson,
  csv: insertCsv,
  parquet: (engine, file, pick) =>
    insertRows(engine, file, file.group.columns, numbered(file, pick), pick),
};

async function insertJson(engine: Engine, file: ReadableFile, pick: Picking): Promise<void> {
  const { input, group, byLine } = file;
  const line = lineOf(input);
  const long = await makeLines(engine, group.paths[0] ?? '', pick.options.scratch);
  if (long.length > 0 && !byLine) {
    // The reader took what `lines` has not: then the parsed row stands for its line.
    await insertRows(engine, file, group.columns, unnumbered(file, pick), pick);
    return;
  }
  const columns = group.columns.map(({ name }) => ({ name, type: 'VARCHAR' }));
  const lines = sql`(SELECT ${line} AS __line, __text FROM lines WHERE __fault IS NULL)`;
  const rows = unfold(group, parseLines(lines, recordColumns({ ...group, columns })));
  if (byLine)
    await engine.run(sql`INSERT INTO rejects
      SELECT ${input.key}, ${line}, coalesce('not jsonl: ' || __fault, 'not a JSON object'), left(__text, ${KEPT.text}), FALSE, NULL
      FROM lines WHERE NOT ${isBlank} AND (__fault IS NOT NULL OR NOT ${isJsonObject})
      UNION ALL SELECT ${input.key}, ${line}, 'not jsonl: ' || error, text, FALSE, NULL
      FROM (SELECT *, line AS __line FROM blanked WHERE path = ${group.paths[0] ?? ''})`);
  await insertRows(engine, file, columns, rows, pick);
}

/** Nobody has counted the lines before a later part of an object. */
function lineOf({ part }: InputFile): Sql {
  return part && part.from > 0 ? raw('NULL::BIGINT') : raw('__line');
}

async function insertCsv(engine: Engine, file: ReadableFile, pick: Picking): Promise<void> {
  const { input, group } = file;
  const [path = ''] = group.paths;
  const insert = (lines: Sql) =>
    engine.run(sql`INSERT INTO rejects SELECT ${input.key}, __line, concat('not csv: ', error), left(text, ${KEPT.text}), FALSE, NULL
      FROM ${lines}`);
  await locateErrors(engine, group, pick.options.scratch);
  await insert(raw('failed'));
  await insert(sql`(SELECT line AS __line, error, text FROM blanked WHERE path = ${path})`);
  await makeRecords(engine, group);
  const [counts] = await engine.rows(sql`SELECT (SELECT count(*) FROM records) AS records,
    (SELECT count(*) FROM ${scan(group)}) AS rows`);
  // A quote within a value that has none around it makes the records uncertain: then the parsed row stands for its line.
  const rows =
    counts?.records === counts?.rows
      ? sql`(SELECT r.* EXCLUDE (__line, __text), t.__line, t.__text FROM ${numbered(file, pick)} AS r
          JOIN records AS t ON t.__record = r.__line)`
      : unnumbered(file, pick);
  await insertRows(engine, file, group.columns, rows, pick);
}

/** A file's parsed rows, with their number as __line and their values as __text: of very many columns those that are read. */
function numbered({ group }: ReadableFile, { options }: Picking): Sql {
  const wanted = new Set(wantedColumns(options.shape).map(({ name }) => name));
  const columns = group.columns.filter(
    ({ name }) => group.columns.length <= SHOWN_COLUMNS || wanted.has(name),
  );
  const names = join([
    ...(columns.length > 0 ? columns.map(({ name }) => ident(name)) : [raw('0 AS "0"')]),
    ...(group.envelope ? [raw('__fault')] : []),
  ]);
  return sql`(SELECT row_number() OVER () + ${group.rows?.first ?? 0} AS __line, to_json(__row)::VARCHAR AS __text, __row.*
    FROM (SELECT ${names} FROM ${scan(group)}) AS __row)`;
}

function unnumbered(file: ReadableFile, pick: Picking): Sql {
  return sql`(SELECT * REPLACE (NULL::BIGINT AS __line) FROM ${numbered(file, pick)})`;
}

async function insertRows(
  engine: Engine,
  { input, group }: ReadableFile,
  columns: readonly RawColumn[],
  rows: Sql,
  { mistyped, windowStart, options }: Picking,
): Promise<void> {
  const kept = raw(group.envelope ? '__line, __text, __fault' : '__line, __text');
  const canonical = withReason(
    options.rejection,
    sql`(SELECT ${kept}, ${canonicalColumns(options.shape, columns)} FROM ${rows})`,
    group.envelope !== undefined,
  );
  const window = sql`CASE WHEN reason = 'missing id' THEN ${windowStart ?? raw('NULL')} END`;
  await engine.run(sql`INSERT INTO rejects SELECT ${input.key}, __line, reason, left(__text, ${KEPT.text}), FALSE, ${window}
    FROM ${canonical} WHERE reason IS NOT NULL`);
  if (mistyped.length === 0) return;
  const names = join(
    mistyped.map(
      (i) =>
        sql`CASE WHEN isnan(${columnAlias(i)}) THEN ${options.shape.columns[i]?.name ?? ''} END`,
    ),
  );
  await engine.run(sql`INSERT INTO rejects SELECT ${input.key}, __line,
    concat('not a finite number: ', concat_ws(', ', ${names})), left(__text, ${KEPT.text}), TRUE, NULL
    FROM ${canonical} WHERE reason IS NULL AND concat_ws('', ${names}) <> '' LIMIT ${KEPT.mistyped}`);
}

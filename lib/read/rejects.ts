import type { Engine } from '../pipeline/ports.ts';
import { join, raw, type Sql, sql } from '../sql/sql.ts';
import { canonicalColumns, columnAlias } from './canonical.ts';
import type { LoadOptions, ReadableFile, RejectedObject } from './load.ts';
import { isJsonObject, scan, scanLines, scanParsedLines } from './scan.ts';

/** How many characters of a rejected line, and of rows with a value of the wrong type how many a file, are kept. */
const KEPT = { text: 10_000, mistyped: 100 };

export interface RejectCount {
  /** Start of the window of the row's event time, epoch ms; null where the row has none. */
  readonly window: number | null;
  readonly reason: string;
  readonly count: number;
}

/**
 * Makes the table `rejects` (source, line, reason, text, measured) of what `load` could not use, and counts it.
 *
 * A row with a value of the wrong type in the columns `mistyped` was measured without that value: it is kept here with
 * `measured` true and not counted. `line` is null for whole objects, the row's number for Parquet.
 */
export async function collectRejects(
  engine: Engine,
  files: readonly ReadableFile[],
  objects: readonly RejectedObject[],
  mistyped: readonly number[],
  windowStart: Sql | null,
  options: LoadOptions,
): Promise<RejectCount[]> {
  await engine.run(
    raw(
      'CREATE TEMP TABLE rejects (source VARCHAR, line BIGINT, reason VARCHAR, text VARCHAR, measured BOOLEAN)',
    ),
  );
  for (const { source, reason } of objects) {
    await engine.run(sql`INSERT INTO rejects VALUES (${source}, NULL, ${reason}, NULL, FALSE)`);
  }
  for (const file of files) await insertUnparsed(engine, file);
  const unparsed = await engine.rows(
    raw(`SELECT NULL AS w, reason, count(*) AS n FROM rejects GROUP BY ALL ORDER BY ALL`),
  );
  const rows =
    await engine.rows(sql`SELECT CASE WHEN reason = 'missing id' THEN ${windowStart ?? raw('NULL')} END AS w, reason,
    count(*) AS n FROM loaded WHERE reason IS NOT NULL GROUP BY ALL ORDER BY ALL`);
  const affected =
    rows.length + mistyped.length > 0 ? await filesWithRejects(engine, files, mistyped) : [];
  for (const file of affected) {
    await insertRows(engine, file, mistyped, options);
  }
  return [...rows, ...unparsed].map((row) => ({
    window: row.w === null ? null : Number(row.w),
    reason: String(row.reason),
    count: Number(row.n),
  }));
}

/** Lines that the parser of the format could not split into fields. */
async function insertUnparsed(engine: Engine, { input, group }: ReadableFile): Promise<void> {
  const [path = ''] = group.paths;
  if (group.format === 'parquet') return;
  if (group.format === 'jsonl') {
    const [bad] = await engine.rows(
      raw(`SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'reject_scans'`),
    );
    if (Number(bad?.n) === 0) return;
    await engine.run(sql`INSERT INTO rejects SELECT ${input.key}, __line, 'not a JSON object', left(__text, ${KEPT.text}), FALSE
      FROM ${scanLines(path, group.compression)} WHERE trim(__text) <> '' AND NOT ${isJsonObject}`);
  }
  await engine.run(sql`INSERT INTO rejects SELECT DISTINCT ON (line) ${input.key}, line, concat(${`not ${group.format}: `}, lower(error_type::VARCHAR)),
    left(csv_line, ${KEPT.text}), FALSE FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
    WHERE file_path = ${path} ORDER BY line`);
}

async function filesWithRejects(
  engine: Engine,
  files: readonly ReadableFile[],
  mistyped: readonly number[],
) {
  const condition = join(
    [raw('reason IS NOT NULL'), ...mistyped.map((i) => sql`isnan(${columnAlias(i)})`)],
    ' OR ',
  );
  const rows = await engine.rows(sql`SELECT DISTINCT __source FROM loaded WHERE ${condition}`);
  const paths = new Set(rows.map((row) => row.__source));
  return files.filter(({ group }) => paths.has(group.paths[0]));
}

async function insertRows(
  engine: Engine,
  file: ReadableFile,
  mistyped: readonly number[],
  options: LoadOptions,
) {
  const canonical = sql`(SELECT *, ${options.rejection} AS reason
    FROM (SELECT __line, __text, ${canonicalColumns(options.shape, file.group.columns)} FROM ${numbered(file)}))`;
  await engine.run(sql`INSERT INTO rejects SELECT ${file.input.key}, __line, reason, left(__text, ${KEPT.text}), FALSE
    FROM ${canonical} WHERE reason IS NOT NULL`);
  if (mistyped.length === 0) return;
  const names = join(
    mistyped.map(
      (i) =>
        sql`CASE WHEN isnan(${columnAlias(i)}) THEN ${options.shape.columns[i]?.name ?? ''} END`,
    ),
  );
  await engine.run(sql`INSERT INTO rejects SELECT ${file.input.key}, __line,
    concat('not a finite number: ', concat_ws(', ', ${names})), left(__text, ${KEPT.text}), TRUE
    FROM ${canonical} WHERE reason IS NULL AND concat_ws('', ${names}) <> '' LIMIT ${KEPT.mistyped}`);
}

/** A file's rows with __line and __text beside its columns. */
function numbered({ group }: ReadableFile): Sql {
  const [path = ''] = group.paths;
  if (group.format === 'jsonl') {
    return scanParsedLines(scanLines(path, group.compression), path, group.columns);
  }
  const first = group.format === 'csv' ? 2 : 1;
  return sql`(SELECT row_number() OVER () - 1 + ${first} AS __line, to_json(row)::VARCHAR AS __text, row.*
    FROM (SELECT row FROM ${scan(group)} AS row))`;
}

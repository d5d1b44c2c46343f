import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Engine } from '../pipeline/ports.ts';
import { raw, type Sql, sql } from '../sql/sql.ts';
import { makeBlanked } from './blanked.ts';
import { makeLines } from './lines.ts';
import type { FileGroup } from './scan.ts';

/** What the CSV reader could not split into fields: path, number, error, text; numbers count records, not lines. */
const ERRORS =
  raw(`(SELECT DISTINCT ON (file_path, line) file_path AS path, line AS number, lower(error_type::VARCHAR) AS error,
  trim(csv_line, chr(10) || chr(13)) AS text
  FROM reject_errors JOIN reject_scans USING (scan_id, file_id) WHERE delimiter <> chr(1))`);
const NONE = raw(`(SELECT '' AS path, 0 AS number, '' AS error, '' AS text LIMIT 0)`);
/** So many characters of a line the reader keeps. */
const KEPT = 10_000;

export async function csvErrors(engine: Engine): Promise<Sql> {
  const tables = await engine.rows(
    raw(`SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_scans'`),
  );
  // The reader makes its tables when it is first used.
  return tables.length > 0 ? ERRORS : NONE;
}

/** Files in which a quote that never closes swallowed the lines after it. */
export async function filesWithOpenQuotes(engine: Engine): Promise<string[]> {
  const rows = await engine.rows(sql`SELECT DISTINCT path FROM ${await csvErrors(engine)}
    WHERE error = 'unquoted value' AND contains(text, chr(10))`);
  return rows.map(({ path }) => String(path));
}

/** Makes the view `lines` of a CSV file and the table `failed` (__line, error, text) of its records that failed. */
export async function locateErrors(engine: Engine, { paths }: FileGroup, scratch: string) {
  const [path = ''] = paths;
  await makeLines(engine, path, scratch);
  // Values of several lines move the records after them down, never up.
  await engine.run(sql`CREATE OR REPLACE TEMP TABLE failed AS
    SELECT coalesce(min(l.__line), number) AS __line, error, text
    FROM (SELECT *, left(rtrim(split_part(text, chr(10), 1), chr(13)), ${KEPT}) AS start
      FROM ${await csvErrors(engine)} WHERE path = ${path}) AS e
    LEFT JOIN lines AS l ON left(l.__text, ${KEPT}) = e.start AND l.__line >= e.number
    GROUP BY number, error, text`);
}

/**
 * Writes a copy of a CSV file in which the lines that open a quote for good, and those that can't be decoded, are blank:
 * no records, so that every other line keeps its number. The table `blanked` holds them.
 *
 * Null where there is no such line that is not blank yet.
 */
export async function blankOpenQuotes(
  engine: Engine,
  group: FileGroup,
  scratch: string,
): Promise<FileGroup | null> {
  const [path = ''] = group.paths;
  if (!(await filesWithOpenQuotes(engine)).includes(path)) return null;
  await locateErrors(engine, group, scratch);
  const copy = join(scratch, `${randomUUID()}.csv`);
  await makeBlanked(engine);
  await engine.run(sql`INSERT INTO blanked
    SELECT ${copy}, line, error, text FROM blanked WHERE path = ${path}
    UNION ALL SELECT ${copy}, __line, coalesce(__fault, 'quote never closed'), __text FROM lines
    WHERE __text <> '' AND (__fault IS NOT NULL OR __line IN (
      SELECT __line FROM failed WHERE error = 'unquoted value' AND contains(text, chr(10))))`);
  const count = (of: string) => sql`(SELECT count(*) FROM blanked WHERE path = ${of})`;
  const [more] = await engine.rows(sql`SELECT ${count(copy)} > ${count(path)} AS found`);
  if (more?.found !== true) return null;
  const unwanted = sql`__line IN (SELECT line FROM blanked WHERE path = ${copy})`;
  await engine.run(sql`COPY (SELECT CASE WHEN ${unwanted} THEN '' ELSE __text END FROM lines ORDER BY __line)
    TO ${copy} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER ${'\u0001'})`);
  return { ...group, paths: [copy], compression: 'none' };
}

/**
 * Makes the table `records` (__record, __line, __text) of the parsed records of the CSV file of `locateErrors`, counted
 * from 1. A record ends with the line that leaves no quote open.
 */
export async function makeRecords(
  engine: Engine,
  { columns, headerless }: Pick<FileGroup, 'columns' | 'headerless'>,
) {
  await engine.run(sql`CREATE OR REPLACE TEMP TABLE records AS WITH
    quoted AS (SELECT *, sum(length(__text) - length(replace(__text, '"', ''))) OVER (ORDER BY __line) % 2 AS open FROM lines),
    opened AS (SELECT *, coalesce(lag(open) OVER (ORDER BY __line), 0) = 0 AS starts FROM quoted),
    numbered AS (SELECT *, count_if(starts) OVER (ORDER BY __line) AS number FROM opened),
    joined AS (SELECT min(__line) AS __line, string_agg(__text, chr(10) ORDER BY __line) AS __text
      FROM numbered GROUP BY number),
    parsed AS (SELECT * FROM joined ANTI JOIN failed USING (__line)
      WHERE __line > ${headerless ? 0 : 1} AND (__text <> '' OR ${columns.length} = 1))
    SELECT row_number() OVER (ORDER BY __line) AS __record, __line, __text FROM parsed`);
}

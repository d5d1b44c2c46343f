import type { Engine } from '../pipeline/ports.ts';
import { raw, sql } from '../sql/sql.ts';
import type { LongLine } from './line-copier.ts';
import { plainLines } from './plain-lines.ts';
import { scanLines } from './scan.ts';

/**
 * Makes the view `lines` (__line, __text, __fault) of every line of a text file; __fault says why one can't be decoded.
 *
 * The reader leaves such lines out, so those after them are numbered anew. Returns the lines that are too long, which are blank.
 */
export async function makeLines(
  engine: Engine,
  file: string,
  scratch: string,
): Promise<readonly LongLine[]> {
  const { path, long } = await plainLines(engine, file, scratch);
  const decoded = sql`(SELECT row_number() OVER () AS n, coalesce(__text, '') AS __text FROM ${scanLines(path)})`;
  await engine.rows(sql`SELECT count(__text) FROM ${decoded}`);
  await engine.run(sql`CREATE OR REPLACE TEMP TABLE faults AS
    SELECT DISTINCT ON (line) line, csv_line AS text, lower(error_type::VARCHAR) AS fault
    FROM reject_errors JOIN reject_scans USING (scan_id, file_id) WHERE file_path = ${path} AND delimiter = chr(1)`);
  const [first] = await engine.rows(raw('SELECT line FROM faults LIMIT 1'));
  const lines = first
    ? sql`WITH
        counted AS (SELECT line, row_number() OVER (ORDER BY line) AS faulty FROM faults),
        gaps AS (SELECT line - faulty AS before, max(faulty) AS faulty FROM counted GROUP BY before)
        SELECT n + coalesce(faulty, 0) AS __line, __text, NULL AS __fault FROM ${decoded} ASOF LEFT JOIN gaps ON n > before
        UNION ALL FROM faults`
    : sql`SELECT n AS __line, __text, NULL::VARCHAR AS __fault FROM ${decoded}`;
  await engine.run(sql`CREATE OR REPLACE TEMP VIEW lines AS ${lines}`);
  return long;
}

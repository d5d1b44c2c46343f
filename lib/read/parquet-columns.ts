import type { Engine } from '../pipeline/ports.ts';
import { type Sql, sql } from '../sql/sql.ts';
import { type RawColumn, scanParquet } from './scan.ts';
import { blameData, Unreadable } from './unreadable.ts';

const NO_PARQUET = 'not a readable Parquet file';

/** The columns of a Parquet file, with its own types. @throws Unreadable */
export async function parquetColumns(engine: Engine, path: string): Promise<RawColumn[]> {
  try {
    const rows = await engine.rows(
      sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * EXCLUDE (__source) FROM ${scanParquet([path])})`,
    );
    return nameable(rows);
  } catch (error) {
    throw blameData(error, NO_PARQUET);
  }
}

/** Described columns, without those whose names hold the byte 0: a statement ends there. */
export function nameable(described: readonly Record<string, unknown>[]): RawColumn[] {
  return described
    .map((row) => ({ name: String(row.column_name), type: String(row.column_type) }))
    .filter(({ name }) => !name.includes('\0'));
}

/** Those of the files, which have the same columns, of which a scan does not give the rows that their footers tell of. */
export async function miscounted(engine: Engine, paths: readonly string[]): Promise<string[]> {
  const rows = await engine.rows(sql`WITH scanned AS
      (SELECT __source AS file_name, count(*) AS n FROM ${scanParquet(paths)} GROUP BY ALL)
    SELECT file_name AS path FROM parquet_file_metadata(${paths}) LEFT JOIN scanned USING (file_name)
    WHERE coalesce(n, 0) <> num_rows`);
  return rows.map(({ path }) => String(path));
}

/** @throws Unreadable where `read`, which is all that a scan gives of a file, is not what its footer tells of */
export async function refuseMiscounted(engine: Engine, path: string, read: Sql): Promise<void> {
  const [found] = await engine.rows(
    sql`SELECT num_rows <> (SELECT count(*) FROM ${read}) AS wrong FROM parquet_file_metadata(${path})`,
  );
  if (found?.wrong !== false)
    throw new Unreadable(NO_PARQUET, 'its footer counts rows in two ways');
}

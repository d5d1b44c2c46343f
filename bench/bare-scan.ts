import { tmpdir } from 'node:os';
import { openDuckDb } from '../lib/adapters/duckdb/engine.ts';
import { ident, join, raw, type Sql, sql } from '../lib/sql/sql.ts';
import { logPath } from './data-set.ts';
import type { BenchFormat } from './formats.ts';
import { LOG_COLUMNS } from './log-data.ts';

/** What a worker's engine gets; the folder adapter says the same. */
const ENGINE_MEGABYTES = 700;

/** Seconds that DuckDB takes to read every column of the file: a count, and one aggregate a column. */
export async function scanBare(
  folder: string,
  format: BenchFormat,
  rows: number,
  threads: number,
): Promise<number> {
  const start = performance.now();
  const engine = await openDuckDb({
    threads,
    memoryMegabytes: ENGINE_MEGABYTES,
    spillFolder: tmpdir(),
  });
  try {
    const [row] = await engine.rows(selectAggregates(logPath(folder, format), format));
    if (Number(row?.rows) !== rows) throw new Error(`the scan saw ${row?.rows} of ${rows} rows`);
    return (performance.now() - start) / 1000;
  } finally {
    engine.close();
  }
}

/** The columns are told, as the worker tells them, so that nothing is spent on guessing them. */
function selectAggregates(path: string, format: BenchFormat): Sql {
  const aggregates = LOG_COLUMNS.map(([name, type]) =>
    type === 'DOUBLE' ? sql`sum(${ident(name)})` : sql`max(${ident(name)})`,
  );
  const columns = LOG_COLUMNS.map(([name, type]) => sql`${name}: ${type}`);
  const file =
    format === 'parquet'
      ? sql`read_parquet(${path})`
      : sql`read_json(${path}, columns = ${raw('{')}${join(columns)}${raw('}')}, format = 'newline_delimited')`;
  return sql`SELECT count(*) AS rows, ${join(aggregates)} FROM ${file}`;
}

import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { ident, join, sql } from '../sql/sql.ts';
import { TABLES, type TableName, type TableRow } from '../tables/columns.ts';
import type { Engine, Ports } from './ports.ts';

/** Stores rows of a table as one Parquet file, its types those of `TABLES` whatever the rows hold; removes it where there are none. */
export async function writeTableFile<T extends TableName>(
  ports: Ports,
  engine: Engine,
  table: T,
  key: string,
  rows: readonly TableRow<T>[],
): Promise<void> {
  if (rows.length === 0) return ports.workspace.remove(key);
  const path = joinPath(ports.scratch, randomUUID());
  const [lines, parquet] = [`${path}.jsonl`, `${path}.parquet`];
  const types = Object.entries(TABLES[table]).map(([name, type]) => sql`${ident(name)}: ${type}`);
  try {
    await writeFile(lines, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await engine.run(
      sql`COPY (SELECT * FROM read_json(${lines}, columns = {${join(types)}}, format = 'newline_delimited'))
        TO ${parquet} (FORMAT parquet, COMPRESSION zstd)`,
    );
    await ports.workspace.store(parquet, key);
  } finally {
    await rm(lines, { force: true });
    await rm(parquet, { force: true });
  }
}

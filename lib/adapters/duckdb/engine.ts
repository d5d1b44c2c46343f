import { resolve } from 'node:path';
import {
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { EngineError } from '../../errors.ts';
import type { Engine } from '../../pipeline/ports.ts';
import { type Sql, sql } from '../../sql/sql.ts';

export interface EngineOptions {
  readonly threads: number;
  /** DuckDB's own bound; the process needs about 200 MB beside it. */
  readonly memoryMegabytes: number;
  /** Where what does not fit into memory goes. */
  readonly spillFolder: string;
  /** Only files below these folders and the spill folder can be read or written; absent: any. No statement can undo it. */
  readonly confinedTo?: readonly string[];
}

/** A DuckDB database in memory, in UTC, that keeps row order and neither loads nor fetches extensions. */
export async function openDuckDb(options: EngineOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memoryMegabytes}MB`,
    temp_directory: options.spillFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  if (options.confinedTo) await confine(connection, [...options.confinedTo, options.spillFolder]);
  return new DuckDb(instance, connection);
}

/** No other file, no network, no extension, no further setting. */
async function confine(connection: DuckDBConnection, folders: readonly string[]): Promise<void> {
  const paths = folders.map((folder) => resolve(folder));
  await connection.run(sql`SET allowed_directories = ${paths}`.text);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

class DuckDb implements Engine {
  constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  async run(statement: Sql): Promise<void> {
    await this.connection.run(statement.text).catch(blameStatement);
  }

  async rows(query: Sql): Promise<Record<string, unknown>[]> {
    const result = await this.connection.runAndReadAll(query.text).catch(blameStatement);
    const names = result.deduplicatedColumnNames();
    return result
      .getRows()
      .map((row) => Object.fromEntries(names.map((name, i) => [name, plain(row[i] ?? null)])));
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

function blameStatement(error: Error): never {
  throw new EngineError(error.message, { cause: error });
}

/** LIST to array, MAP to Map; integers beyond 32 bits stay bigint. */
function plain(value: DuckDBValue): unknown {
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBMapValue) {
    return new Map(value.entries.map(({ key, value }) => [plain(key), plain(value)]));
  }
  return value;
}

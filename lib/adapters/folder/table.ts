import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ConfigError, ConflictError } from '../../errors.ts';
import type { Item, Table, TableWrite } from '../../pipeline/ports.ts';

/** The table in a DuckDB file. The file can be open in one process at a time, which also keeps runs apart. */
export class FileTable implements Table {
  private last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** @throws ConfigError where another process has the file open. */
  static async open(path: string): Promise<FileTable> {
    await mkdir(dirname(path), { recursive: true });
    const instance = await DuckDBInstance.create(path, {
      threads: '1',
      autoload_known_extensions: 'false',
    }).catch((error: Error) => {
      if (!/lock/i.test(error.message)) throw error;
      throw new ConfigError(
        `another run is at work on this workspace: ${path} is open in another process`,
      );
    });
    const connection = await instance.connect();
    await connection.run(
      'CREATE TABLE IF NOT EXISTS items (monitor VARCHAR, sk VARCHAR, body VARCHAR, PRIMARY KEY (monitor, sk))',
    );
    // Nobody else has the file open, so whoever held a lease is gone.
    await connection.run("DELETE FROM items WHERE sk = 'lease'");
    return new FileTable(instance, connection);
  }

  async get(monitor: string, sk: string): Promise<Item | null> {
    const rows = await this.select('SELECT body FROM items WHERE monitor = $1 AND sk = $2', [
      monitor,
      sk,
    ]);
    return rows[0] ?? null;
  }

  async query(monitor: string, prefix: string): Promise<Item[]> {
    return this.select(
      'SELECT body FROM items WHERE monitor = $1 AND starts_with(sk, $2) ORDER BY sk',
      [monitor, prefix],
    );
  }

  /** One transaction at a time: they share a connection. */
  write(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    const written = this.last.then(() => this.transact(monitor, writes));
    this.last = written.catch(() => {});
    return written;
  }

  private async transact(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    await this.connection.run('BEGIN');
    try {
      for (const write of writes) await this.apply(monitor, write);
      await this.connection.run('COMMIT');
    } catch (error) {
      await this.connection.run('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  private async apply(monitor: string, write: TableWrite): Promise<void> {
    if ('remove' in write) {
      await this.connection.run('DELETE FROM items WHERE monitor = $1 AND sk = $2', [
        monitor,
        write.remove,
      ]);
      return;
    }
    const { put, unless, when } = write;
    if (unless || when) {
      const before = await this.get(monitor, put.sk);
      if (unless && before) throw new ConflictError(`${put.sk} exists already`);
      if (when && before?.[when.field] !== when.is)
        throw new ConflictError(`${when.field} of ${put.sk} has changed`);
    }
    await this.connection.run('INSERT OR REPLACE INTO items VALUES ($1, $2, $3)', [
      monitor,
      put.sk,
      JSON.stringify(put),
    ]);
  }

  private async select(query: string, values: string[]): Promise<Item[]> {
    const result = await this.connection.runAndReadAll(query, values);
    return result.getRows().map(([body]) => JSON.parse(String(body)) as Item);
  }
}

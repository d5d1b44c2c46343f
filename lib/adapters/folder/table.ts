import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { BusyError } from '../../errors.ts';
import type { Item, Table, TableWrite } from '../../pipeline/ports.ts';
import { transact } from './transact.ts';

const PAGE = 1000;

/** The table in a DuckDB file. The file can be open in one process at a time, which also keeps runs apart. */
export class FileTable implements Table {
  private last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly writer: DuckDBConnection,
    /** Sees only what is committed. */
    private readonly reader: DuckDBConnection,
  ) {}

  /** @throws BusyError where another process has the file open. */
  static async open(path: string): Promise<FileTable> {
    await mkdir(dirname(path), { recursive: true });
    const instance = await DuckDBInstance.create(path, {
      threads: '1',
      autoload_known_extensions: 'false',
    }).catch((error: Error) => {
      if (!/lock/i.test(error.message)) throw error;
      throw new BusyError(
        `another run is at work on this workspace: ${path} is open in another process`,
      );
    });
    const writer = await instance.connect();
    await writer.run(
      'CREATE TABLE IF NOT EXISTS items (monitor VARCHAR, sk VARCHAR, body VARCHAR, PRIMARY KEY (monitor, sk))',
    );
    // Nobody else has the file open, so whoever held a lease is gone.
    await writer.run("DELETE FROM items WHERE sk = 'lease'");
    return new FileTable(instance, writer, await instance.connect());
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

  async *stream(monitor: string, prefix: string): AsyncGenerator<Item> {
    let last = '';
    for (;;) {
      const page = await this.select(
        `SELECT body FROM items WHERE monitor = $1 AND starts_with(sk, $2) AND sk > $3 ORDER BY sk LIMIT ${PAGE}`,
        [monitor, prefix, last],
      );
      yield* page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.sk ?? last;
    }
  }

  write(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    return this.inTurn(() => transact(this.writer, monitor, writes));
  }

  sweep(monitor: string, now: Date): Promise<void> {
    return this.inTurn(async () => {
      await this.writer.run(
        `DELETE FROM items WHERE monitor = $1 AND contains(body, '"expires":')
         AND TRY_CAST(json_extract_string(body, '$.expires') AS DOUBLE) < $2`,
        [monitor, now.getTime() / 1000],
      );
    });
  }

  close(): void {
    this.reader.closeSync();
    this.writer.closeSync();
    this.instance.closeSync();
  }

  /** One transaction at a time: they share a connection. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  private async select(query: string, values: string[]): Promise<Item[]> {
    const result = await this.reader.runAndReadAll(query, values);
    return result.getRows().map(([body]) => JSON.parse(String(body)) as Item);
  }
}

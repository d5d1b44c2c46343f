import type { Datum } from '../act/datum.ts';
import type { Message } from '../act/message.ts';
import type { RetrainingRequest } from '../judge/retraining.ts';
import type { AggregateRow } from '../profile/statistic.ts';
import type { Sql } from '../sql/sql.ts';

/** One object of the workspace. `etag` changes whenever its content does. */
export interface WorkspaceObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  /** ISO time of the drop. */
  readonly modified: string;
}

/** A bucket or a folder: one layout (`layout.ts`), keys with `/`. */
export interface Workspace {
  /** Objects under a prefix, by key in code-unit order. */
  list(prefix: string): Promise<WorkspaceObject[]>;
  /** Null where there is no such object. */
  read(key: string): Promise<string | null>;
  /** Whole or not at all; replaces what is there. */
  write(key: string, body: string): Promise<void>;
  /** A path on this machine with the object's bytes, until `release`. */
  open(key: string): Promise<LocalFile>;
  /** Stores a file of this machine. */
  store(path: string, key: string): Promise<void>;
  /** What a person can go to: `s3://bucket/key` or a path. */
  locate(key: string): string;
}

export interface LocalFile {
  readonly path: string;
  release(): Promise<void>;
}

/** An item of the table; `sk` is unique within a monitor. */
export interface Item {
  readonly sk: string;
  readonly [field: string]: unknown;
}

export type TableWrite =
  | {
      readonly put: Item;
      readonly unless?: 'exists';
      readonly when?: { readonly field: string; readonly is: unknown };
    }
  | { readonly remove: string };

/** Ledger, window history, incidents, lease: a key-value table with conditional writes. */
export interface Table {
  get(monitor: string, sk: string): Promise<Item | null>;
  /** Items whose `sk` begins so, in order. */
  query(monitor: string, prefix: string): Promise<Item[]>;
  /** All of the writes or none, at most 100. @throws ConflictError if a condition doesn't hold. */
  write(monitor: string, writes: readonly TableWrite[]): Promise<void>;
}

/** One DuckDB database in memory, for one step. */
export interface Engine {
  run(statement: Sql): Promise<void>;
  rows(query: Sql): Promise<AggregateRow[]>;
  close(): void;
}

/** Rows of a DynamoDB table between two instants, as JSON lines in a file. */
export interface TableSource {
  export(
    range: {
      readonly table: string;
      readonly partition: { readonly key: string; readonly value: string };
      readonly time: string;
      readonly timeFormat: 'iso' | 's' | 'ms';
      readonly from: string;
      readonly to: string;
    },
    path: string,
  ): Promise<void>;
}

/** The outside world. Each call is safe to repeat: what it says is identified by its content. */
export interface Outlets {
  publish(data: readonly Datum[]): Promise<void>;
  notify(message: Message): Promise<void>;
  requestRetraining(request: RetrainingRequest): Promise<void>;
}

export interface Ports {
  readonly workspace: Workspace;
  readonly table: Table;
  readonly tables: TableSource;
  readonly outlets: Outlets;
  openEngine(): Promise<Engine>;
  /** A folder of this machine for files that live as long as a step. */
  readonly scratch: string;
}

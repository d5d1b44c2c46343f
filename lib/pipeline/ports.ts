import type { Announcement } from '../act/announcement.ts';
import type { Datum } from '../act/datum.ts';
import type { Message } from '../act/message.ts';
import type { RetrainingRequest } from '../judge/retraining.ts';
import type { AggregateRow } from '../profile/statistic.ts';
import type { Sql } from '../sql/sql.ts';

/** One object of the workspace or of a source. `etag` changes whenever its content does. */
export interface WorkspaceObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  /** ISO time of the drop. */
  readonly modified: string;
}

/** What lies directly under a folder. */
export type Entry = WorkspaceObject | { readonly folder: string };

/** Bytes of an object, from inclusive, to exclusive. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Objects that can be listed and read; keys with `/`, always in the order of their UTF-8 bytes. */
export interface ObjectStore {
  /** Whether `modified` is when an object came, whatever its source said: then what is older needs no look. */
  readonly datesArrival: boolean;
  /** What lies directly under a folder, whose name ends with `/`; folders within it with their whole name. */
  level(folder: string): AsyncIterable<Entry>;
  /** Every object under a prefix. */
  walk(prefix: string): AsyncIterable<WorkspaceObject>;
  /**
   * A path on this machine with the object's bytes, or those of a range of it, until `release`.
   *
   * Null where there is no such object, or its content is another than that of `etag`.
   */
  open(key: string, etag: string | null, range?: ByteRange): Promise<LocalFile | null>;
  /** The id of the version with that content, where the store keeps versions; null where it has none any more. */
  version?(key: string, etag: string): Promise<string | null>;
  /** What a person can go to: `s3://bucket/key` or a path. */
  locate(key: string): string;
}

/** A bucket or a folder: one layout (`layout.ts`). */
export interface Workspace extends ObjectStore {
  /** All of `walk`. */
  list(prefix: string): Promise<WorkspaceObject[]>;
  /** Null where there is no such object. */
  read(key: string): Promise<string | null>;
  /** Whole or not at all; replaces what is there. */
  write(key: string, body: string): Promise<void>;
  /** Stores a file of this machine. */
  store(path: string, key: string): Promise<void>;
  /** Does nothing where there is no such object. */
  remove(key: string): Promise<void>;
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
  | { readonly remove: string }
  /** Writes nothing: all fails unless the item is there with this value. */
  | { readonly check: string; readonly field: string; readonly is: unknown };

/** Ledger, window history, incidents, lease: a key-value table with conditional writes. */
export interface Table {
  get(monitor: string, sk: string): Promise<Item | null>;
  /** Items whose `sk` begins so, in the order of UTF-8. */
  query(monitor: string, prefix: string): Promise<Item[]>;
  /** The same, page by page as they are asked for. */
  stream(monitor: string, prefix: string): AsyncIterable<Item>;
  /** All of the writes or none, at most 100. @throws ConflictError if a condition doesn't hold. */
  write(monitor: string, writes: readonly TableWrite[]): Promise<void>;
  /** Removes what has `expires` (seconds since 1970) before `now`, where the table doesn't do so by itself. */
  sweep(monitor: string, now: Date): Promise<void>;
}

/** One DuckDB database in memory, for one step. */
export interface Engine {
  run(statement: Sql): Promise<void>;
  rows(query: Sql): Promise<AggregateRow[]>;
  close(): void;
}

/** A stretch of a DynamoDB table's time. */
export interface TableRange {
  readonly table: string;
  readonly index: string | null;
  readonly partition: { readonly key: string; readonly values: readonly string[] };
  readonly time: string;
  readonly timeFormat: 'iso' | 's' | 'ms';
  /** ISO, inclusive. */
  readonly from: string;
  /** ISO, exclusive. */
  readonly to: string;
  /** How many parts of it are read at once. */
  readonly segments: number;
}

/** Users' DynamoDB tables. */
export interface TableSource {
  /** Items between two instants as JSON lines, in as many files of `folder` as were read at once; returns their paths. */
  export(range: TableRange, folder: string): Promise<string[]>;
  /** Items by key, as JSON lines in the file `path`; those that are not there are left out. */
  lookUp(
    table: { readonly table: string; readonly key: string },
    ids: readonly string[],
    path: string,
  ): Promise<void>;
}

/** The outside world. Each call is safe to repeat: what it says is identified by its content. */
export interface Outlets {
  publish(data: readonly Datum[]): Promise<void>;
  notify(message: Message): Promise<void>;
  requestRetraining(request: RetrainingRequest): Promise<void>;
  announce(announcement: Announcement): Promise<void>;
}

export interface Ports {
  readonly workspace: Workspace;
  readonly table: Table;
  readonly tables: TableSource;
  /** Objects of another bucket, by keys that begin with `s3://bucket/`. @throws ConfigError where none can be read from here. */
  bucket(source: { readonly bucket: string; readonly role?: string | undefined }): ObjectStore;
  readonly outlets: Outlets;
  /** Below which `reports/` is served to people, `https://...`; absent where it is not. */
  readonly reportsUrl?: string | undefined;
  openEngine(): Promise<Engine>;
  /** A folder of this machine for files that live as long as a step. */
  readonly scratch: string;
}

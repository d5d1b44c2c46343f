import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import type {
  ByteRange,
  Entry,
  LocalFile,
  ObjectStore,
  WorkspaceObject,
} from '../../pipeline/ports.ts';
import { type Bytes, localCopy } from '../local-copy.ts';
import { listLevel, walkObjects } from './listing.ts';

export interface S3StoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** A folder of this machine that downloads go to. */
  readonly scratch: string;
  /** What the store's keys begin with, before the bucket's own: '' unless given. */
  readonly named?: string;
}

/** A bucket's objects. */
export class S3Store implements ObjectStore {
  readonly datesArrival = true;
  protected readonly client: S3Client;
  protected readonly bucket: string;
  private readonly scratch: string;
  private readonly named: string;

  constructor({ client, bucket, scratch, named = '' }: S3StoreOptions) {
    this.client = client;
    this.bucket = bucket;
    this.scratch = scratch;
    this.named = named;
  }

  async *level(folder: string): AsyncGenerator<Entry> {
    const listing = { bucket: this.bucket, prefix: this.own(folder) };
    for await (const entry of listLevel(this.client, listing)) {
      if ('folder' in entry) yield { folder: this.named + entry.folder };
      else yield { ...entry, key: this.named + entry.key };
    }
  }

  async *walk(prefix: string): AsyncGenerator<WorkspaceObject> {
    const listing = { bucket: this.bucket, prefix: this.own(prefix) };
    for await (const object of walkObjects(this.client, listing))
      yield { ...object, key: this.named + object.key };
  }

  open(key: string, etag: string | null, range?: ByteRange): Promise<LocalFile | null> {
    const copy = { key, location: this.locate(key), scratch: this.scratch };
    return localCopy(copy, () => this.fetch(this.own(key), etag, range));
  }

  locate(key: string): string {
    return `s3://${this.bucket}/${this.own(key)}`;
  }

  async version(key: string, etag: string): Promise<string | null> {
    const own = this.own(key);
    let from: { KeyMarker?: string; VersionIdMarker?: string } | null = {};
    while (from) {
      const page: ListObjectVersionsCommandOutput = await this.client.send(
        new ListObjectVersionsCommand({ Bucket: this.bucket, Prefix: own, ...from }),
      );
      const { Versions: versions = [], NextKeyMarker, NextVersionIdMarker } = page;
      const found = versions.find(({ Key, ETag }) => Key === own && ETag === `"${etag}"`);
      if (found) return found.VersionId ?? null;
      // Those of a key come before keys that begin with it.
      const isPast = versions.some(({ Key }) => Key !== own) || NextKeyMarker === undefined;
      from = isPast
        ? null
        : {
            KeyMarker: NextKeyMarker,
            ...(NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker }),
          };
    }
    return null;
  }

  private async fetch(key: string, etag: string | null, range?: ByteRange): Promise<Bytes | null> {
    const object = {
      Bucket: this.bucket,
      Key: key,
      ...(etag !== null && { IfMatch: `"${etag}"` }),
    };
    try {
      // No Range says "no bytes".
      if (range && range.to <= range.from) {
        await this.client.send(new HeadObjectCommand(object));
        return nothing();
      }
      const part = range && { Range: `bytes=${range.from}-${range.to - 1}` };
      const { Body: body, ContentLength: size = 0 } = await this.client.send(
        new GetObjectCommand({ ...object, ...part }),
      );
      return { stream: body as Readable, size };
    } catch (error) {
      if (isGone(error)) return null;
      if ((error as S3ServiceException).name === 'InvalidRange') return nothing();
      if (isDenied(error) && !(await this.isListed(key))) return null;
      throw error;
    }
  }

  /** Of an object that is not there S3 says "access denied" to whom may not list the whole bucket. */
  private async isListed(key: string): Promise<boolean> {
    try {
      const listing = walkObjects(this.client, { bucket: this.bucket, prefix: key });
      for await (const first of listing) return first.key === key;
      return false;
    } catch {
      return true;
    }
  }

  /** A key without the name of its store. */
  private own(key: string): string {
    if (key.startsWith(this.named)) return key.slice(this.named.length);
    throw new Error(`${key} is not in ${this.named}`);
  }
}

/** Whether S3 says that there is no such object, or none with the ETag that was asked for. */
export function isGone(error: unknown): boolean {
  const { name, $metadata: answer } = error as S3ServiceException;
  return name === 'NoSuchKey' || name === 'NotFound' || answer?.httpStatusCode === 412;
}

function isDenied(error: unknown): boolean {
  return (error as S3ServiceException).$metadata?.httpStatusCode === 403;
}

function nothing(): Bytes {
  return { stream: Readable.from([]), size: 0 };
}

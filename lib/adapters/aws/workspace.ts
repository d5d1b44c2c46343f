import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { LocalFile, Workspace, WorkspaceObject } from '../../pipeline/ports.ts';

export interface S3WorkspaceOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** A folder of this machine that downloads go to. */
  readonly scratch: string;
}

/** A bucket as a workspace. */
export class S3Workspace implements Workspace {
  constructor(private readonly options: S3WorkspaceOptions) {}

  async list(prefix: string): Promise<WorkspaceObject[]> {
    const { client, bucket } = this.options;
    const objects: WorkspaceObject[] = [];
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
    for await (const { Contents: contents = [] } of pages) {
      for (const {
        Key: key,
        Size: size = 0,
        ETag: etag = '',
        LastModified: modified,
      } of contents) {
        if (key === undefined || modified === undefined) continue;
        const unquoted = etag.replaceAll('"', '');
        objects.push({ key, size, etag: unquoted, modified: modified.toISOString() });
      }
    }
    // S3 lists in the order of UTF-8, which differs from code units beyond the basic plane.
    return objects.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  }

  async read(key: string): Promise<string | null> {
    const { client, bucket } = this.options;
    try {
      const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await body?.transformToString('utf-8')) ?? '';
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  async write(key: string, body: string): Promise<void> {
    const { client, bucket } = this.options;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  async open(key: string): Promise<LocalFile> {
    const { client, bucket, scratch } = this.options;
    const { Body: body, ContentLength: size = 0 } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
    );
    const source = body as Readable;
    const { bavail, bsize } = await statfs(scratch);
    if (size > bavail * bsize) {
      source.destroy();
      throw new Error(
        `${this.locate(key)} has ${megabytes(size)} and ${scratch} only ${megabytes(bavail * bsize)} free: ` +
          'drop smaller objects, or raise the ephemeral storage of the functions',
      );
    }
    const folder = await mkdtemp(join(scratch, 'object-'));
    const release = () => rm(folder, { recursive: true, force: true });
    const path = join(folder, fileName(key));
    try {
      await pipeline(source, createWriteStream(path));
    } catch (error) {
      await release();
      throw error;
    }
    return { path, release };
  }

  async store(path: string, key: string): Promise<void> {
    const { client, bucket } = this.options;
    const params = { Bucket: bucket, Key: key, Body: createReadStream(path) };
    await new Upload({ client, params }).done();
  }

  locate(key: string): string {
    return `s3://${this.options.bucket}/${key}`;
  }
}

/** Ends as the key does, since a suffix tells the format; a key may be longer than a file's name. */
function fileName(key: string): string {
  return `object-${(key.split('/').at(-1) ?? '').replaceAll(/[^\w.-]/g, '_').slice(-100)}`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

import { createReadStream } from 'node:fs';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Workspace, WorkspaceObject } from '../../pipeline/ports.ts';
import { type AuditLock, lockOf } from './audit-lock.ts';
import { contentType } from './content-type.ts';
import { isGone, S3Store, type S3StoreOptions } from './object-store.ts';

export interface S3WorkspaceOptions extends S3StoreOptions {
  /** Of audit records; the bucket must have Object Lock enabled. */
  readonly auditLock?: AuditLock | undefined;
}

/** What audit records lie under. */
const AUDIT = 'audit/';
/** What a browser may be sent to. */
const REPORTS = 'reports/';

/** A bucket as a workspace. */
export class S3Workspace extends S3Store implements Workspace {
  private readonly auditLock: AuditLock | undefined;

  constructor({ auditLock, ...options }: S3WorkspaceOptions) {
    super(options);
    this.auditLock = auditLock;
  }

  async list(prefix: string): Promise<WorkspaceObject[]> {
    const objects: WorkspaceObject[] = [];
    for await (const object of this.walk(prefix)) objects.push(object);
    return objects;
  }

  async read(key: string): Promise<string | null> {
    try {
      const { Body: body } = await this.client.send(
        new GetObjectCommand({ Bucket: this.bucket, Key: key }),
      );
      return (await body?.transformToString('utf-8')) ?? '';
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }

  async write(key: string, body: string): Promise<void> {
    // The SDK does not know the length of an empty string.
    const bytes = Buffer.from(body);
    const lock =
      this.auditLock && key.startsWith(AUDIT) ? lockOf(this.auditLock, new Date()) : undefined;
    await this.client.send(
      new PutObjectCommand({
        ...{ Bucket: this.bucket, Key: key, Body: bytes, ...lock },
        ...(key.startsWith(REPORTS) && { ContentType: contentType(key) }),
      }),
    );
  }

  async store(path: string, key: string): Promise<void> {
    const params = { Bucket: this.bucket, Key: key, Body: createReadStream(path) };
    await new Upload({ client: this.client, params }).done();
  }

  async remove(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }
}

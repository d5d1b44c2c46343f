import { createReadStream } from 'node:fs';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Workspace, WorkspaceObject } from '../../pipeline/ports.ts';
import { isGone, S3Store } from './object-store.ts';

/** A bucket as a workspace. */
export class S3Workspace extends S3Store implements Workspace {
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
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: bytes }));
  }

  async store(path: string, key: string): Promise<void> {
    const params = { Bucket: this.bucket, Key: key, Body: createReadStream(path) };
    await new Upload({ client: this.client, params }).done();
  }

  async remove(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }
}

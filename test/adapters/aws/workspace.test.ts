import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { S3Workspace } from '../../../lib/adapters/aws/workspace.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const s3 = mockedClient(S3Client);
const scratch = mkdtempSync(join(tmpdir(), 'driftwatch-test-'));
const workspace = new S3Workspace({ client: new S3Client({}), bucket: 'b', scratch });

beforeEach(() => s3.reset());
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('S3Workspace', () => {
  it('asks for a page when the one before has been used up, and merges what it holds', async () => {
    const modified = new Date('2026-11-01T00:00:00Z');
    const object = (key: string) => ({ Key: key, ETag: '"e"', Size: 1, LastModified: modified });
    s3.on(ListObjectsV2Command)
      .resolvesOnce({
        Contents: [object('p/a%2B+b'), object('p/c')],
        CommonPrefixes: [{ Prefix: 'p/b/' }],
        NextContinuationToken: 't',
        IsTruncated: true,
      })
      .resolvesOnce({ Contents: [object('p/%F0%9F%98%80')] });
    const level = workspace.level('p/')[Symbol.asyncIterator]();
    expect((await level.next()).value).toEqual({
      key: 'p/a+ b',
      etag: 'e',
      size: 1,
      modified: '2026-11-01T00:00:00.000Z',
    });
    expect((await level.next()).value).toEqual({ folder: 'p/b/' });
    expect((await level.next()).value).toMatchObject({ key: 'p/c' });
    expect(s3.commandCalls(ListObjectsV2Command)).toHaveLength(1);
    expect((await level.next()).value).toMatchObject({ key: 'p/\u{1f600}' });
    expect(s3.commandCalls(ListObjectsV2Command)[1]?.args[0].input.ContinuationToken).toBe('t');
  });

  it('reads null where there is no such object, and passes other errors on', async () => {
    s3.on(GetObjectCommand).rejectsOnce(new NoSuchKey({ message: '', $metadata: {} }));
    expect(await workspace.read('k')).toBeNull();
    s3.on(GetObjectCommand).rejects(new Error('AccessDenied'));
    await expect(workspace.read('k')).rejects.toThrow('AccessDenied');
  });

  it('takes an object for gone that is denied and in no listing, and for denied where it is in one', async () => {
    const denied = Object.assign(new Error('Access Denied'), {
      ...{ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } },
    });
    s3.on(GetObjectCommand).rejects(denied);
    const object = (Key: string) => ({ Key, ETag: '"e"', Size: 1, LastModified: new Date(0) });
    s3.on(ListObjectsV2Command)
      .resolvesOnce({ Contents: [] })
      .resolvesOnce({ Contents: [object('a/b.jsonl.old')] })
      .resolvesOnce({ Contents: [object('a/b.jsonl')] })
      .rejectsOnce(new Error('no listing either'));
    expect(await workspace.open('a/b.jsonl', 'e')).toBeNull();
    expect(await workspace.open('a/b.jsonl', 'e')).toBeNull();
    await expect(workspace.open('a/b.jsonl', 'e')).rejects.toThrow('Access Denied');
    await expect(workspace.open('a/b.jsonl', 'e')).rejects.toThrow('Access Denied');
  });

  it('opens two objects of one name beside each other, keeps the suffix, and removes both', async () => {
    s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => ({
      Body: Readable.from([Key]),
      ContentLength: Key.length,
    }));
    const opened = await Promise.all([
      workspace.open('x/ü 1.jsonl.gz', null),
      workspace.open('y/ü 1.jsonl.gz', null),
    ]);
    const paths = opened.map((file) => file?.path ?? '');
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual([
      'x/ü 1.jsonl.gz',
      'y/ü 1.jsonl.gz',
    ]);
    expect(paths[0]).toMatch(/_1\.jsonl\.gz$/);
    for (const file of opened) await file?.release();
    expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
  });

  it('opens an object whose key is longer than a file name may be', async () => {
    s3.on(GetObjectCommand).resolves({ Body: Readable.from(['x']) as never, ContentLength: 1 });
    const opened = await workspace.open(`p/${'a'.repeat(1000)}.csv`, null);
    expect(opened?.path.endsWith('.csv')).toBe(true);
    await opened?.release();
  });

  it('refuses an object that has no room, saying what to do', async () => {
    s3.on(GetObjectCommand).resolves({ Body: Readable.from([]) as never, ContentLength: 1e18 });
    await expect(workspace.open('p/huge.csv', null)).rejects.toThrow(
      /s3:\/\/b\/p\/huge\.csv has .* free/,
    );
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('leaves nothing behind where a download breaks', async () => {
    const broken = Readable.from(
      (function* () {
        yield 'some';
        throw new Error('connection lost');
      })(),
    );
    s3.on(GetObjectCommand).resolves({ Body: broken as never, ContentLength: 10 });
    await expect(workspace.open('k', null)).rejects.toThrow('connection lost');
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('writes whole objects and says where they are', async () => {
    s3.on(PutObjectCommand).resolves({});
    await workspace.write('k', 'text');
    const { input } = s3.commandCalls(PutObjectCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({ Bucket: 'b', Key: 'k', Body: Buffer.from('text') });
    expect(workspace.locate('k')).toBe('s3://b/k');
    expect(Object.keys(input ?? {})).toEqual(['Bucket', 'Key', 'Body']);
  });

  it('says of what browsers are sent to what it is', async () => {
    s3.on(PutObjectCommand).resolves({});
    await workspace.write('reports/m/index.html', '<!doctype html>');
    await workspace.write('reports/m/data/2026-11.json', '{}');
    const types = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input.ContentType);
    expect(types).toEqual(['text/html; charset=utf-8', 'application/json; charset=utf-8']);
  });

  it('locks audit records for as long as it is told, and nothing else', async () => {
    s3.on(PutObjectCommand).resolves({});
    const auditLock = { mode: 'COMPLIANCE', days: 400 } as const;
    const locking = new S3Workspace({ client: new S3Client({}), bucket: 'b', scratch, auditLock });
    const before = Date.now();
    await locking.write('audit/m/2026-11-05/r.json', '{}');
    await locking.write('results/m/audit/r.json', '{}');
    const [record, result] = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
    expect(record).toMatchObject({ ObjectLockMode: 'COMPLIANCE', ChecksumAlgorithm: 'SHA256' });
    const days = (Number(record?.ObjectLockRetainUntilDate) - before) / 86_400_000;
    expect(days).toBeCloseTo(400, 3);
    expect(Object.keys(result ?? {})).toEqual(['Bucket', 'Key', 'Body']);
  });
});

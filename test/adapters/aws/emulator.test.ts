import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AwsClients, awsClients, awsPorts } from '../../../lib/adapters/aws/connect.ts';
import { DynamoTable } from '../../../lib/adapters/aws/table.ts';
import { DynamoSource } from '../../../lib/adapters/aws/table-source.ts';
import { S3Workspace } from '../../../lib/adapters/aws/workspace.ts';
import { publishToCloudWatch } from '../../../lib/adapters/sinks/cloudwatch.ts';
import { ConfigError } from '../../../lib/errors.ts';
import type { Entry, TableRange } from '../../../lib/pipeline/ports.ts';
import { type Emulator, startEmulator } from '../../e2e/support/emulator.ts';
import { storeContract } from '../store.contract.ts';
import { tableContract } from '../table.contract.ts';

let emulator: Emulator;
let clients: AwsClients;
let folder: string;
let names = 0;

beforeAll(async () => {
  emulator = await startEmulator();
  for (const [name, value] of Object.entries(emulator.env))
    if (/^AWS_|^no_proxy$/i.test(name)) vi.stubEnv(name, value);
  clients = awsClients();
  folder = await mkdtemp(join(tmpdir(), 'driftwatch-aws-'));
}, 180_000);

afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  vi.unstubAllEnvs();
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

async function newBucket(): Promise<string> {
  const bucket = `bucket-${names++}`;
  await clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return bucket;
}

async function newWorkspace(): Promise<S3Workspace> {
  return new S3Workspace({ client: clients.s3, bucket: await newBucket(), scratch: folder });
}

describe('S3Workspace: versions', () => {
  it('are found by what they hold, among those of the key alone', async () => {
    const Bucket = `bucket-${names++}`;
    await clients.s3.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await clients.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const workspace = new S3Workspace({ client: clients.s3, bucket: Bucket, scratch: folder });
    const put = async (Key: string, Body: string) => {
      const { VersionId, ETag } = await clients.s3.send(
        new PutObjectCommand({ Bucket, Key, Body }),
      );
      return { version: VersionId, etag: ETag?.replaceAll('"', '') ?? '' };
    };
    const [first, second] = [await put('p/a', 'one'), await put('p/a', 'two')];
    const longer = await put('p/a.csv', 'three');
    expect(await workspace.version('p/a', first.etag)).toBe(first.version);
    expect(await workspace.version('p/a', second.etag)).toBe(second.version);
    expect(second.version).not.toBe(first.version);
    expect(await workspace.version('p/a', longer.etag)).toBeNull();
  });
});

describe('S3Workspace: the lock of audit records', () => {
  it('keeps each version of them from being deleted, and nothing else', async () => {
    const Bucket = `bucket-${names++}`;
    await clients.s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const auditLock = { mode: 'COMPLIANCE', days: 1 } as const;
    const workspace = new S3Workspace({
      client: clients.s3,
      bucket: Bucket,
      scratch: folder,
      auditLock,
    });
    const drop = async (key: string) => {
      const found = await clients.s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
      for (const { Key, VersionId } of found.Versions ?? [])
        await clients.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    };
    await workspace.write('audit/m/r.json', 'as it was');
    await workspace.write('audit/m/r.json', 'written over');
    await workspace.write('results/m/r.json', '{}');
    await expect(drop('audit/m/r.json')).rejects.toMatchObject({ name: 'AccessDenied' });
    const { Versions: left = [] } = await clients.s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: 'audit/' }),
    );
    expect(left.map(({ Size }) => Size).sort()).toEqual([12, 9]);
    await drop('results/m/r.json');
    expect(await workspace.read('results/m/r.json')).toBeNull();
  });
});

/** A table with keys given as `name: type`, the partition key first. */
async function newTable(
  keys: Readonly<Record<string, 'S' | 'N'>>,
  more: Partial<CreateTableCommandInput> = {},
): Promise<string> {
  const table = `table-${names++}`;
  await clients.dynamoDb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Object.entries(keys).map(([AttributeName, AttributeType]) => ({
        AttributeName,
        AttributeType,
      })),
      KeySchema: Object.keys(keys).map((AttributeName, i) => ({
        AttributeName,
        KeyType: i === 0 ? 'HASH' : 'RANGE',
      })),
      ...more,
    }),
  );
  return table;
}

async function fill(table: string, items: NonNullable<WriteRequest['PutRequest']>['Item'][]) {
  for (let i = 0; i < items.length; i += 25) {
    const requests = items.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } }));
    await clients.dynamoDb.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
}

async function lines(paths: readonly string[]): Promise<Record<string, unknown>[]> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  );
}

storeContract('S3Workspace', newWorkspace);
tableContract('DynamoTable', async () => {
  const table = await newTable({ pk: 'S', sk: 'S' });
  return new DynamoTable({ client: clients.dynamoDb, table });
});

describe('S3Workspace', () => {
  it('shows markers of folders as objects, but not that of the folder itself', async () => {
    const store = await newWorkspace();
    for (const key of ['p/', 'p/a', 'p/a-b', 'p/a/', 'p/a/x', 'p//']) await store.write(key, '');
    const names = async (entries: AsyncIterable<Entry>) => {
      const list: string[] = [];
      for await (const entry of entries) list.push('folder' in entry ? entry.folder : entry.key);
      return list;
    };
    expect(await names(store.level('p/'))).toEqual(['p//', 'p/a', 'p/a-b', 'p/a/']);
    expect(await names(store.level('p/a/'))).toEqual(['p/a/x']);
    const walked = ['p/', 'p//', 'p/a', 'p/a-b', 'p/a/', 'p/a/x'];
    expect(await names(store.walk('p/'))).toEqual(walked);
  });
});

describe('another bucket', () => {
  const ROLE = 'arn:aws:iam::123456789012:role/reader';
  /** The emulator takes a key of twelve digits for one of that account. */
  const theirs = { accessKeyId: '123456789012', secretAccessKey: 'test' };
  const bucketOf = (bucket: string, role?: string) => {
    const resources = { bucket: 'own', table: 't', topic: 'arn', bus: 'b' };
    const openEngine = () => Promise.reject(new Error('none'));
    const ports = awsPorts(resources, clients, { scratch: folder, openEngine });
    return ports.bucket({ bucket, role });
  };
  const all = async (entries: AsyncIterable<Entry>) => {
    const list: Entry[] = [];
    for await (const entry of entries) list.push(entry);
    return list;
  };

  it('is read by keys that name it, where it is another account’s in a role', async () => {
    const owner = new S3Client({ ...emulator.client, credentials: theirs });
    await owner.send(new CreateBucketCommand({ Bucket: 'theirs' }));
    await owner.send(new PutObjectCommand({ Bucket: 'theirs', Key: 'x/y z.csv', Body: 'text' }));
    owner.destroy();
    await expect(all(bucketOf('theirs').walk('s3://theirs/'))).rejects.toThrow(/Denied/);
    const store = bucketOf('theirs', ROLE);
    expect(await all(store.level('s3://theirs/'))).toEqual([{ folder: 's3://theirs/x/' }]);
    const key = 's3://theirs/x/y z.csv';
    expect(await all(store.walk('s3://theirs/x/'))).toMatchObject([{ key, size: 4 }]);
    const opened = await store.open(key, null, { from: 1, to: 3 });
    expect(await readFile(opened?.path ?? '', 'utf8')).toBe('ex');
    expect(store.locate(key)).toBe(key);
    expect(() => store.locate('s3://other/x')).toThrow(/is not in s3:/);
  });

  it('needs no role in the same account; a role has one client', async () => {
    const bucket = await newBucket();
    await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'text' }));
    expect(await all(bucketOf(bucket).walk(`s3://${bucket}/`))).toHaveLength(1);
    expect(clients.sources.of(ROLE)).toBe(clients.sources.of(ROLE));
    expect(clients.sources.of(ROLE)).not.toBe(clients.sources.of(undefined));
  });
});

describe('DynamoSource.export', () => {
  const DAY = Date.parse('2026-11-01T00:00:00.000Z');
  const texts = (instant: number): string[] => {
    const whole = new Date(instant).toISOString();
    return [whole, whole.replace('Z', '456Z'), whole.replace('Z', '+00:00'), whole.slice(0, -1)];
  };
  const range = (over: Partial<TableRange>): TableRange => ({
    table: '',
    index: null,
    partition: { key: 'model', values: ['b', 'a'] },
    time: 'at',
    timeFormat: 'iso',
    from: new Date(DAY).toISOString(),
    to: new Date(DAY + 86_400_000).toISOString(),
    segments: 4,
    ...over,
  });
  const exported = async (over: Partial<TableRange>) => {
    const out = await mkdtemp(join(folder, 'export-'));
    const paths = await new DynamoSource(clients.dynamoDb).export(range(over), out);
    return { paths, items: await lines(paths) };
  };

  it('shares and misses nothing where ranges and segments meet, whatever the digits', async () => {
    const table = await newTable({ model: 'S', at: 'S' });
    const instants = Array.from({ length: 25 }, (_, i) => DAY + i * 3_600_000);
    const edges = [...instants, ...instants.map((at) => at - 1), ...instants.map((at) => at + 1)];
    const short = instants.map((at) => new Date(at).toISOString().replace('.000', ''));
    const keys = [...new Set([...edges.flatMap(texts), ...short])];
    await fill(
      table,
      ['a', 'b', 'c'].flatMap((model) =>
        keys.map((at) => ({ model: { S: model }, at: { S: at } })),
      ),
    );
    const first = await exported({ table, segments: 7 });
    expect(first.paths).toHaveLength(14);
    expect([...first.paths].sort()).toEqual(first.paths);
    const belongs = (at: string) =>
      Date.parse(at.slice(0, 23).replace(/Z?$/, 'Z')) >= DAY &&
      Date.parse(at.slice(0, 23).replace(/Z?$/, 'Z')) < DAY + 86_400_000;
    const expected = keys.filter(belongs).sort();
    expect(first.items).toEqual(
      ['b', 'a'].flatMap((model) => expected.map((at) => ({ model, at }))),
    );
    const rest = [
      { from: '2026-10-31T00:00:00Z', to: '2026-11-01T00:00:00Z' },
      { from: '2026-11-02T00:00:00Z', to: '2026-11-03T00:00:00Z', segments: 1 },
    ];
    const others = await Promise.all(rest.map((over) => exported({ table, ...over })));
    const all = [first, ...others].flatMap(({ items }) =>
      items.map((item) => JSON.stringify(item)),
    );
    expect(all).toHaveLength(2 * keys.length);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    ['s', 1000],
    ['ms', 1],
  ] as const)('reads numbers of %s', async (timeFormat, unit) => {
    const table = await newTable({ model: 'S', at: 'N' });
    const keys = Array.from({ length: 97 }, (_, i) => String((DAY + i * 900_000) / unit));
    await fill(
      table,
      keys.map((at) => ({ model: { S: 'a' }, at: { N: at } })),
    );
    const { items } = await exported({ table, timeFormat });
    expect(items.map(({ at }) => String(at))).toEqual(keys.slice(0, -1));
  });

  it('reads an index', async () => {
    const table = await newTable(
      { id: 'S' },
      {
        AttributeDefinitions: ['id', 'model', 'at'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-time',
            KeySchema: [
              { AttributeName: 'model', KeyType: 'HASH' },
              { AttributeName: 'at', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      },
    );
    const at = new Date(DAY).toISOString();
    await fill(table, [{ id: { S: '1' }, model: { S: 'a' }, at: { S: at } }]);
    const { items } = await exported({ table, index: 'by-time' });
    expect(items).toEqual([{ id: '1', model: 'a', at }]);
  });
});

describe('DynamoSource.lookUp', () => {
  const found = async (table: string, key: string, ids: readonly string[]) => {
    const path = join(folder, `found-${names++}`);
    await new DynamoSource(clients.dynamoDb).lookUp({ table, key }, ids, path);
    return lines([path]);
  };
  const ids = Array.from({ length: 950 }, (_, i) => `${i * 3}`);

  it('finds texts, each once, in the order of their ids', async () => {
    const table = await newTable({ id: 'S' });
    await fill(
      table,
      ids.map((id) => ({ id: { S: id }, label: { N: '1' } })),
    );
    const asked = [...ids, ...ids, '1', '', 'x'.repeat(3000), "' OR 1=1"].toReversed();
    const expected = [...ids].reverse().map((id) => ({ id, label: 1 }));
    expect(await found(table, 'id', asked)).toEqual(expected);
    expect(await found(table, 'id', [])).toEqual([]);
    expect(await found(table, 'id', [''])).toEqual([]);
  });

  it('finds numbers, and takes what is none for absent', async () => {
    const table = await newTable({ id: 'N' });
    await fill(
      table,
      ids.map((id) => ({ id: { N: id } })),
    );
    const asked = [...ids, '3.0', '03', '-0', '1e3', 'x', '', '9'.repeat(40)];
    expect(await found(table, 'id', asked)).toEqual(ids.map((id) => ({ id: Number(id) })));
  });

  it('says so where the key is not the table’s, or not all of it', async () => {
    const table = await newTable({ id: 'S', at: 'S' });
    await expect(found(table, 'id', ['1'])).rejects.toThrow(ConfigError);
    const other = await newTable({ id: 'S' });
    await expect(found(other, 'name', ['1'])).rejects.toThrow(/by name: name the partition key/);
  });
});

it('a corrected value weighs so much that the average shows it', async () => {
  const timestamp = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();
  const datum = {
    metric: 'psi',
    unit: 'none' as const,
    timestamp,
    monitor: 'm',
    column: null,
    segment: null,
    variant: null,
  };
  const options = { client: clients.cloudWatch, now: () => new Date(), log: () => {} };
  await publishToCloudWatch([{ ...datum, value: 100 }], options);
  await publishToCloudWatch([{ ...datum, value: 1, weight: 9999 }], options);
  const { Datapoints: [point] = [] } = await clients.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Driftwatch',
      MetricName: 'psi',
      Dimensions: [{ Name: 'Monitor', Value: 'm' }],
      StartTime: new Date(timestamp),
      EndTime: new Date(Date.parse(timestamp) + 3_600_000),
      Period: 3600,
      Statistics: ['Average', 'SampleCount'],
    }),
  );
  expect(point?.Average).toBeCloseTo(1.0099, 6);
  expect(point?.SampleCount).toBe(10_000);
});

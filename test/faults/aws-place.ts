import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type AwsClients, awsPorts } from '../../lib/adapters/aws/connect.ts';
import { S3Workspace } from '../../lib/adapters/aws/workspace.ts';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { folderOutlets } from '../../lib/adapters/folder/outlets.ts';
import { inBatches } from '../../lib/pipeline/due.ts';
import type { Entry, Item, Ports, WorkspaceObject } from '../../lib/pipeline/ports.ts';
import type { Place } from './place.ts';
import { Published } from './published.ts';
import { monitor } from './scenario.ts';

const RESOURCES = { bucket: 'faults', table: 'faults', topic: 'none', bus: 'none' };

/** A bucket and a table of an account; messages and requests become objects, as in a folder. */
export async function awsPlace(clients: AwsClients): Promise<Place> {
  const published = new Published();
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-faults-'));
  const engine = { threads: 1, memoryMegabytes: 700, spillFolder: scratch };
  const dropped = new Map<string, string>();
  const workspace = new DatedWorkspace(dropped, { client: clients.s3, bucket: 'faults', scratch });
  const ports: Ports = {
    ...awsPorts(RESOURCES, clients, { scratch, openEngine: () => openDuckDb(engine) }),
    workspace,
    outlets: published.over(folderOutlets(workspace)),
  };
  await clients.s3.send(new CreateBucketCommand({ Bucket: RESOURCES.bucket }));
  await clients.dynamoDb.send(
    new CreateTableCommand({
      TableName: RESOURCES.table,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const put = (key: string, body: string | Uint8Array) =>
    clients.s3.send(new PutObjectCommand({ Bucket: RESOURCES.bucket, Key: key, Body: body }));
  const objects = async () => new Map((await workspace.list('')).map((one) => [one.key, one]));
  const items = () => ports.table.query(monitor.monitor, '');
  return {
    published,
    open: async () => ({ ...ports, close: async () => {} }),
    drop: async (drops) => {
      for (const { key, body, modified } of drops) {
        dropped.set(key, modified);
        await put(key, body);
      }
    },
    save: async () => {
      const [kept, bodies, values] = [
        await objects(),
        new Map<string, Uint8Array>(),
        published.save(),
      ];
      for (const key of kept.keys()) bodies.set(key, await workspace.bytes(key));
      const [table, times] = [await items(), new Map(dropped)];
      return {
        restore: async () => {
          const there = await objects();
          const changed = [...kept].filter(([key, { etag }]) => there.get(key)?.etag !== etag);
          const added = [...there.keys()].filter((key) => !kept.has(key));
          await Promise.all([
            ...changed.map(([key]) => put(key, bodies.get(key) ?? '')),
            ...added.map((key) => workspace.remove(key)),
            replaceItems(ports, await items(), table),
          ]);
          dropped.clear();
          for (const [key, time] of times) dropped.set(key, time);
          values.restore();
        },
      };
    },
    remove: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function replaceItems(
  ports: Ports,
  there: readonly Item[],
  wanted: readonly Item[],
): Promise<void> {
  const known = new Map(there.map((item) => [item.sk, JSON.stringify(item)]));
  const kept = new Set(wanted.map(({ sk }) => sk));
  await inBatches(ports, monitor.monitor, [
    ...wanted.filter((item) => known.get(item.sk) !== JSON.stringify(item)).map((put) => ({ put })),
    ...there.filter(({ sk }) => !kept.has(sk)).map(({ sk }) => ({ remove: sk })),
  ]);
}

/** A bucket in which what was dropped came when the scenario says. */
class DatedWorkspace extends S3Workspace {
  constructor(
    private readonly times: ReadonlyMap<string, string>,
    options: ConstructorParameters<typeof S3Workspace>[0],
  ) {
    super(options);
  }

  override async *walk(prefix: string): AsyncGenerator<WorkspaceObject> {
    for await (const object of super.walk(prefix)) yield this.dated(object);
  }

  override async *level(folder: string): AsyncGenerator<Entry> {
    for await (const entry of super.level(folder))
      yield 'folder' in entry ? entry : this.dated(entry);
  }

  async bytes(key: string): Promise<Uint8Array> {
    const file = await this.open(key, null);
    if (!file) throw new Error(`there is no ${key}`);
    try {
      return await readFile(file.path);
    } finally {
      await file.release();
    }
  }

  private dated(object: WorkspaceObject): WorkspaceObject {
    return { ...object, modified: this.times.get(object.key) ?? object.modified };
  }
}

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Engine, Ports } from '../../pipeline/ports.ts';
import { awsOutlets } from '../sinks/outlets.ts';
import type { AuditLock } from './audit-lock.ts';
import { S3Store } from './object-store.ts';
import { SourceClients } from './source-clients.ts';
import { DynamoTable } from './table.ts';
import { DynamoSource } from './table-source.ts';
import { S3Workspace } from './workspace.ts';

/** The parts of a deployed stack that a run works with. */
export interface StackResources {
  readonly bucket: string;
  readonly table: string;
  /** ARN. */
  readonly topic: string;
  /** Name or ARN. */
  readonly bus: string;
  /** Of the bucket's audit records. */
  readonly auditLock?: AuditLock | undefined;
  /** Below which its `reports/` is served to people. */
  readonly reportsUrl?: string | undefined;
}

export interface AwsClients {
  readonly s3: S3Client;
  /** Of buckets that are not the stack's. */
  readonly sources: SourceClients;
  readonly dynamoDb: DynamoDBClient;
  readonly cloudWatch: CloudWatchClient;
  readonly sns: SNSClient;
  readonly eventBridge: EventBridgeClient;
}

/** Clients of the surroundings' region and credentials. */
export function awsClients(): AwsClients {
  return {
    s3: new S3Client({}),
    sources: new SourceClients(),
    dynamoDb: new DynamoDBClient({}),
    cloudWatch: new CloudWatchClient({}),
    sns: new SNSClient({}),
    eventBridge: new EventBridgeClient({}),
  };
}

/** The ports of a run over a deployed stack. */
export function awsPorts(
  resources: StackResources,
  clients: AwsClients,
  local: { readonly scratch: string; readonly openEngine: () => Promise<Engine> },
): Ports {
  const { bucket, table, topic, bus, auditLock, reportsUrl } = resources;
  const { scratch } = local;
  const workspace = new S3Workspace({ client: clients.s3, bucket, scratch, auditLock });
  return {
    workspace,
    table: new DynamoTable({ client: clients.dynamoDb, table }),
    tables: new DynamoSource(clients.dynamoDb),
    bucket: (source) =>
      new S3Store({
        client: clients.sources.of(source.role),
        bucket: source.bucket,
        scratch: local.scratch,
        named: `s3://${source.bucket}/`,
      }),
    outlets: awsOutlets({
      ...clients,
      topic,
      bus,
      evidence: (monitor) => workspace.locate(`results/${monitor}/`),
      now: () => new Date(),
      log: (line) => console.warn(line),
    }),
    reportsUrl,
    ...local,
  };
}

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { ClientConfig } from './emulator-clients.ts';

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** The account from outside, as a user sees it. */
export class Account {
  readonly s3: S3Client;
  readonly dynamoDb: DynamoDBClient;
  readonly cloudWatch: CloudWatchClient;
  readonly events: EventBridgeClient;
  readonly scheduler: SchedulerClient;
  readonly sfn: SFNClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;

  constructor(config: ClientConfig) {
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.dynamoDb = new DynamoDBClient(config);
    this.cloudWatch = new CloudWatchClient(config);
    this.events = new EventBridgeClient(config);
    this.scheduler = new SchedulerClient(config);
    this.sfn = new SFNClient(config);
    this.sns = new SNSClient(config);
    this.sqs = new SQSClient(config);
  }

  async drop(bucket: string, key: string, body: string | Uint8Array): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  /** Drops many objects, so many at once. */
  async dropAll(
    bucket: string,
    objects: readonly { readonly key: string; readonly body: string }[],
    atOnce = 24,
  ): Promise<void> {
    const left = objects.values();
    const drop = async () => {
      for (const { key, body } of left) await this.drop(bucket, key, body);
    };
    await Promise.all(Array.from({ length: atOnce }, drop));
  }

  async keys(bucket: string, prefix: string): Promise<string[]> {
    return [...(await this.etags(bucket, prefix)).keys()];
  }

  /** The objects under a prefix, by key. */
  async etags(bucket: string, prefix: string): Promise<Map<string, string>> {
    const etags = new Map<string, string>();
    const pages = paginateListObjectsV2({ client: this.s3 }, { Bucket: bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages) {
      for (const { Key = '', ETag = '' } of Contents) etags.set(Key, ETag.replaceAll('"', ''));
    }
    return etags;
  }

  async text(bucket: string, key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  }

  async writeItems(table: string, requests: readonly WriteRequest[]): Promise<void> {
    for (let i = 0; i < requests.length; i += 25) {
      const part = requests.slice(i, i + 25);
      await this.dynamoDb.send(new BatchWriteItemCommand({ RequestItems: { [table]: part } }));
    }
  }

  /** A queue that a service may send to. */
  async newQueue(name: string, sender: 'sns' | 'events'): Promise<Queue> {
    const { QueueUrl: url = '' } = await this.sqs.send(new CreateQueueCommand({ QueueName: name }));
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    const arn = Attributes?.QueueArn ?? '';
    const statement = {
      Effect: 'Allow',
      Principal: { Service: `${sender}.amazonaws.com` },
      Action: 'sqs:SendMessage',
      Resource: arn,
    };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await this.sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: policy } }),
    );
    return { url, arn };
  }
}

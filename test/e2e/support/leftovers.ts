import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Account } from './account.ts';

/** All names that an account holds, by kind. */
export async function inventory(account: Account): Promise<Record<string, string[]>> {
  const { s3, dynamoDb, cloudWatch, events, scheduler, sfn, sns, sqs } = account;
  const names = (list: readonly (string | undefined)[] | undefined) =>
    (list ?? []).map((name) => name ?? '').sort();
  return {
    buckets: names((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)),
    tables: names((await dynamoDb.send(new ListTablesCommand({}))).TableNames),
    alarms: names(
      (await cloudWatch.send(new DescribeAlarmsCommand({}))).MetricAlarms?.map(
        ({ AlarmName }) => AlarmName,
      ),
    ),
    buses: names(
      (await events.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name),
    ),
    schedules: names(
      (await scheduler.send(new ListSchedulesCommand({}))).Schedules?.map(({ Name }) => Name),
    ),
    stateMachines: names(
      (await sfn.send(new ListStateMachinesCommand({}))).stateMachines?.map(({ name }) => name),
    ),
    topics: names(
      (await sns.send(new ListTopicsCommand({}))).Topics?.map(({ TopicArn }) => TopicArn),
    ),
    queues: names((await sqs.send(new ListQueuesCommand({}))).QueueUrls),
  };
}

import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { monitoringStack, monitorNamed, newApp, statementsOf } from './synthesize.ts';

const monitors = [
  monitorNamed('income', {
    predictions: { format: 'open-inference' },
    sinks: { tensorboard: {} },
  }),
];

function withKey(scope: Construct) {
  const encryptionKey = new Key(scope, 'Key');
  const options = { encryptionKey, versioned: true, enforceSSL: true };
  const bucket = new Bucket(scope, 'Bucket', options) as IBucket;
  const alertTopic = new Topic(scope, 'Topic', { masterKey: encryptionKey, enforceSSL: true });
  return { monitors, bucket, alertTopic, collector: { auth: 'iam' as const } };
}

describe('a bucket and a topic under a key of their own', () => {
  const template = Template.fromStack(monitoringStack(newApp(), withKey));
  const keyActions = (step: string) =>
    [...new Set(statementsOf(template, step).flatMap(({ Action }) => Action))]
      .filter((action) => action.startsWith('kms:'))
      .sort();
  const READS = ['kms:Decrypt'];
  const WRITES = [...READS, 'kms:GenerateDataKey'];

  it.each([
    ['Plan', WRITES],
    ['Profile', WRITES],
    ['DueWindows', []],
    ['Window', WRITES],
    ['Report', WRITES],
    ['Abandon', WRITES],
    ['CollectorWriter', WRITES],
    ['CollectorIntake', []],
  ])('are used by %s as far as it reads and writes', (step, actions) => {
    expect(keyActions(step)).toEqual(actions);
  });

  it('are used by Conclude, which publishes, and by whoever queries the tables', () => {
    expect(keyActions('Conclude')).toEqual(expect.arrayContaining(WRITES));
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(JSON.stringify(policy)).toContain('"kms:GenerateDataKey"');
  });

  it('let alarms be heard', () => {
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key?.Properties.KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({
        Sid: 'AlarmsOfDriftwatch',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });
});

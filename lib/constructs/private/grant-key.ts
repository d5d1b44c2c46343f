import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

const READ = ['kms:Decrypt'];
/** Parts of an upload are read again where they are put together. */
const WRITE = [...READ, 'kms:GenerateDataKey'];

/** Lets a grantee use the key that a bucket's objects are encrypted with, where it is one of one's own. */
export function grantBucketKey(
  { encryptionKey }: Pick<IBucket, 'encryptionKey'>,
  grantee: IGrantable,
  use: 'read' | 'write',
): void {
  encryptionKey?.grant(grantee, ...(use === 'write' ? WRITE : READ));
}

/** The same as a statement, for policies that nobody has yet. */
export function bucketKeyStatements({
  encryptionKey,
}: Pick<IBucket, 'encryptionKey'>): PolicyStatement[] {
  return encryptionKey
    ? [new PolicyStatement({ actions: WRITE, resources: [encryptionKey.keyArn] })]
    : [];
}

/** Lets alarms publish to a topic under a key of one's own, which would else go off unheard. */
export function letAlarmsUseKey({ masterKey }: Pick<ITopic, 'masterKey'>, account: string): void {
  masterKey?.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfDriftwatch',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: WRITE,
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
}

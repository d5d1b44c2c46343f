import { GetBucketTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { ConfigError } from '../../errors.ts';
import { parseLock } from './audit-lock.ts';
import type { StackResources } from './connect.ts';

/** Tags of the bucket that say what belongs to it, so that `s3://bucket` names a whole stack. */
export const STACK_TAGS = {
  table: 'driftwatch:table',
  topic: 'driftwatch:topic',
  bus: 'driftwatch:bus',
} as const;

/** The lock of the audit records, where the stack has one: `GOVERNANCE:400`. */
export const LOCK_TAG = 'driftwatch:audit-lock';

/** What a person can mend, by what the SDK calls it. */
const CAUSES: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket',
  PermanentRedirect: 'the bucket is in another region: set AWS_REGION to its own',
  'Region is missing':
    'set AWS_REGION to the region of the bucket, or name a profile in AWS_PROFILE',
  CredentialsProviderError:
    'there are no AWS credentials: name a profile in AWS_PROFILE, or log in',
  ExpiredToken: 'the AWS credentials have expired: log in again',
  AccessDenied: 'these AWS credentials may not read its tags (s3:GetBucketTagging)',
};

/** The stack of a bucket, from the bucket's tags. @throws ConfigError where it is no stack's bucket. */
export async function findStack(client: S3Client, bucket: string): Promise<StackResources> {
  const tags = await readTags(client, bucket);
  const named = (key: keyof typeof STACK_TAGS): string => {
    const value = tags.get(STACK_TAGS[key]);
    if (value !== undefined) return value;
    throw new ConfigError(
      `s3://${bucket} has no tag ${STACK_TAGS[key]}: name the bucket of a deployed stack (its output Bucket), ` +
        'or give a bucket that the stack did not make its three tags (outputs Table, Topic and Bus)',
    );
  };
  const lock = tags.get(LOCK_TAG);
  return {
    bucket,
    table: named('table'),
    topic: named('topic'),
    bus: named('bus'),
    ...(lock !== undefined && { auditLock: parseLock(lock) }),
  };
}

async function readTags(client: S3Client, bucket: string): Promise<Map<string, string>> {
  try {
    const { TagSet: tags = [] } = await client.send(
      new GetBucketTaggingCommand({ Bucket: bucket }),
    );
    return new Map(tags.map(({ Key: key = '', Value: value = '' }) => [key, value]));
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'NoSuchTagSet') return new Map();
    const cause = CAUSES[message === 'Region is missing' ? message : name];
    throw cause ? new ConfigError(`s3://${bucket}: ${cause}`) : error;
  }
}

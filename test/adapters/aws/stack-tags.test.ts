import { GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { findStack } from '../../../lib/adapters/aws/stack-tags.ts';
import { ConfigError } from '../../../lib/errors.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const s3 = mockedClient(S3Client);
const client = new S3Client({});

it('finds the stack of a bucket by its tags', async () => {
  const tags = { 'driftwatch:table': 't', 'driftwatch:topic': 'arn', 'driftwatch:bus': 'b' };
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  s3.on(GetBucketTaggingCommand).resolves({ TagSet });
  expect(await findStack(client, 'w')).toEqual({ bucket: 'w', table: 't', topic: 'arn', bus: 'b' });
});

it('finds the lock of its audit records, where there is one', async () => {
  const tags = ['table', 'topic', 'bus'].map((name) => ({ Key: `driftwatch:${name}`, Value: 'x' }));
  const locked = (Value: string) => {
    const TagSet = [...tags, { Key: 'driftwatch:audit-lock', Value }];
    s3.on(GetBucketTaggingCommand).resolves({ TagSet });
    return findStack(client, 'w');
  };
  expect(await locked('GOVERNANCE:400')).toMatchObject({
    auditLock: { mode: 'GOVERNANCE', days: 400 },
  });
  for (const wrong of [
    'GOVERNANCE',
    'GOVERNANCE:0',
    'NONE:400',
    'COMPLIANCE:36501',
    'COMPLIANCE:1.5',
  ])
    await expect(locked(wrong)).rejects.toThrow(`as in GOVERNANCE:400; found "${wrong}"`);
});

it.each([
  ['NoSuchTagSet', 'has no tag driftwatch:table'],
  ['NoSuchBucket', 'there is no such bucket'],
  ['PermanentRedirect', 'another region'],
  ['CredentialsProviderError', 'no AWS credentials'],
  ['ExpiredToken', 'have expired'],
  ['AccessDenied', 's3:GetBucketTagging'],
])('says what to do on %s', async (name, said) => {
  s3.on(GetBucketTaggingCommand).rejects(Object.assign(new Error(name), { name }));
  const refusal = expect(findStack(client, 'w')).rejects;
  await refusal.toThrow(ConfigError);
  await refusal.toThrow(said);
});

it('says what to do without a region', async () => {
  s3.on(GetBucketTaggingCommand).rejects(new Error('Region is missing'));
  await expect(findStack(client, 'w')).rejects.toThrow('set AWS_REGION');
});

it('leaves what nobody foresaw as it is', async () => {
  const error = new Error('who knows');
  s3.on(GetBucketTaggingCommand).rejects(error);
  await expect(findStack(client, 'w')).rejects.toBe(error);
});

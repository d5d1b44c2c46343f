import { GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { findStack } from '../../../lib/adapters/aws/stack-tags.ts';
import { ConfigError } from '../../../lib/errors.ts';

const s3 = mockClient(S3Client);
const client = new S3Client({});

it('finds the stack of a bucket by its tags', async () => {
  const tags = { 'driftwatch:table': 't', 'driftwatch:topic': 'arn', 'driftwatch:bus': 'b' };
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  s3.on(GetBucketTaggingCommand).resolves({ TagSet });
  expect(await findStack(client, 'w')).toEqual({ bucket: 'w', table: 't', topic: 'arn', bus: 'b' });
});

it.each(['NoSuchTagSet', 'NoSuchBucket'])('says what to do on %s', async (name) => {
  s3.on(GetBucketTaggingCommand).rejects(Object.assign(new Error(name), { name }));
  await expect(findStack(client, 'w')).rejects.toThrow(ConfigError);
});

import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Storage } from '../storage.ts';
import { acknowledgeWildcards } from './acknowledge.ts';
import { grantBucketKey } from './grant-key.ts';

/** What a step may do in the workspace, where prefixes end with `/`, and in what monitors name. */
export interface Access {
  readonly list?: readonly string[];
  /** Lists these too. */
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly remove?: readonly string[];
  readonly table: readonly (
    | 'GetItem'
    | 'Query'
    | 'PutItem'
    | 'DeleteItem'
    | 'ConditionCheckItem'
  )[];
  /** Of the buckets that monitors name. */
  readonly buckets?: 'list' | 'read';
  /** Of the tables that monitors name. */
  readonly tables?: 'by time' | 'by id';
}

/** Gives a grantee in `scope` what a step needs of the workspace. */
export function grantAccess(
  scope: IConstruct,
  grantee: IGrantable,
  { bucket, table, auditLock }: Storage,
  access: Access,
): void {
  const { list = [], read = [], write = [], remove = [] } = access;
  const objects = (prefixes: readonly string[]) =>
    prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
  const listed = [...new Set([...list, ...read])];
  const statements = [
    ...listing(
      bucket.bucketArn,
      listed.map((prefix) => `${prefix}*`),
    ),
    { actions: ['s3:GetObject'], resources: objects(read) },
    { actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: objects(write) },
    {
      actions: ['s3:PutObjectRetention'],
      resources: objects(auditLock ? write.filter((prefix) => prefix === 'audit/') : []),
    },
    { actions: ['s3:DeleteObject'], resources: objects(remove) },
    {
      actions: access.table.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    },
  ];
  for (const statement of statements) {
    if (statement.resources.length === 0) continue;
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(statement));
  }
  if (write.length > 0) grantBucketKey(bucket, grantee, 'write');
  else if (read.length > 0) grantBucketKey(bucket, grantee, 'read');
  acknowledgeWildcards(
    scope,
    objects([...new Set([...read, ...write, ...remove])]),
    'Objects lie under their prefix; the step may touch no other.',
  );
}

/**
 * The right to list the workspace where keys look so.
 *
 * Without the right to list, a missing object is answered with "access denied"; that request has no prefix. So a listing that asks
 * for no prefix is let through too: the names of all objects can be read, and nothing else of them.
 */
export function listing(bucketArn: string, patterns: readonly string[]) {
  return listBucket(bucketArn, 'StringLikeIfExists', patterns);
}

/** The right to list a bucket of others where keys look so, and nowhere else in it. */
export function strictListing(bucketArn: string, patterns: readonly string[]) {
  return listBucket(bucketArn, 'StringLike', patterns);
}

function listBucket(bucketArn: string, operator: string, patterns: readonly string[]) {
  if (patterns.length === 0) return [];
  return [
    {
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      conditions: { [operator]: { 's3:prefix': [...patterns] } },
    },
  ];
}

import type { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Monitor } from '../../monitor/schema.ts';
import type { Storage } from '../storage.ts';
import { acknowledgeWildcards } from './acknowledge.ts';

/** What a step may do in the workspace; prefixes end with `/`. */
export interface Access {
  readonly list?: readonly string[];
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly table: readonly ('GetItem' | 'Query' | 'PutItem' | 'DeleteItem')[];
}

/** Gives a grantee in `scope` what a step needs. */
export function grantAccess(
  scope: IConstruct,
  grantee: IGrantable,
  { bucket, table }: Storage,
  access: Access,
): void {
  const { list = [], read = [], write = [] } = access;
  const objects = (prefixes: readonly string[]) =>
    prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
  const listed = [...new Set([...list, ...read])];
  const statements = [
    {
      actions: ['s3:ListBucket'],
      resources: listed.length > 0 ? [bucket.bucketArn] : [],
      // Without the right to list, a missing object is answered with "access denied"; that request has no prefix.
      conditions: {
        StringLikeIfExists: { 's3:prefix': listed.map((prefix) => `${prefix}*`) },
      },
    },
    { actions: ['s3:GetObject'], resources: objects(read) },
    { actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: objects(write) },
    {
      actions: access.table.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    },
  ];
  for (const statement of statements) {
    if (statement.resources.length === 0) continue;
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(statement));
  }
  acknowledgeWildcards(
    scope,
    objects([...new Set([...read, ...write])]),
    'Objects lie under their prefix; the step may touch no other.',
  );
}

/** Lets a step read exactly the tables that monitors name. */
export function grantSourceTables(grantee: IGrantable, stack: Stack, monitors: readonly Monitor[]) {
  const sources = monitors.flatMap(({ predictions, labels }) => [predictions, labels]);
  const tables = sources.flatMap((source) => (source?.from === 'dynamodb' ? [source.table] : []));
  if (tables.length === 0) return;
  const resources = [...new Set(tables)].map((table) =>
    table.startsWith('arn:')
      ? table
      : stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: table }),
  );
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['dynamodb:Query'], resources }),
  );
}

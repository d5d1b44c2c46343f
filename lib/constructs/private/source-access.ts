import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Monitor } from '../../monitor/schema.ts';
import { type Access, strictListing } from './access.ts';
import { acknowledgeWildcards } from './acknowledge.ts';

type Source = Monitor['predictions'] | NonNullable<Monitor['labels']>;

/** Lets a step reach exactly the buckets, roles and tables that monitors name, and of these what it needs. */
export function grantSources(
  scope: IConstruct,
  grantee: IGrantable,
  monitors: readonly Monitor[],
  { buckets, tables }: Access,
): void {
  const stack = Stack.of(scope);
  const sources = monitors.flatMap(({ predictions, labels = [] }) => [predictions, labels].flat());
  const statements = [
    ...(buckets ? assumeRoles(sources) : []),
    ...(buckets ? bucketsAt(stack, sources).flatMap((at) => openBucket(at, buckets)) : []),
    ...(tables === 'by time' ? byTime(stack, sources) : []),
    ...(tables === 'by id' ? byId(stack, sources) : []),
  ];
  for (const statement of statements)
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(statement));
  if (buckets !== 'read') return;
  acknowledgeWildcards(
    scope,
    bucketsAt(stack, sources).map(({ objects }) => objects),
    'A monitor names this bucket and prefix as where its objects lie.',
  );
}

/** A role of the bucket's owner says what may be read with it. */
function assumeRoles(sources: readonly Source[]) {
  const roles = sources.flatMap((source) =>
    source.from === 's3' && source.bucket && source.role ? [source.role] : [],
  );
  return roles.length > 0 ? [{ actions: ['sts:AssumeRole'], resources: unique(roles) }] : [];
}

function bucketsAt(stack: Stack, sources: readonly Source[]) {
  const named = sources.flatMap((source) =>
    source.from === 's3' && source.bucket && !source.role
      ? [JSON.stringify([source.bucket, source.prefix ?? ''])]
      : [],
  );
  return unique(named).map((text) => {
    const [bucket, prefix]: [string, string] = JSON.parse(text);
    const arn = stack.formatArn({ service: 's3', region: '', account: '', resource: bucket });
    return { arn, pattern: `${prefix}*`, objects: `${arn}/${prefix}*` };
  });
}

function openBucket(at: ReturnType<typeof bucketsAt>[number], right: 'list' | 'read') {
  const objects = { actions: ['s3:GetObject'], resources: [at.objects] };
  return [...strictListing(at.arn, [at.pattern]), ...(right === 'read' ? [objects] : [])];
}

function byTime(stack: Stack, sources: readonly Source[]) {
  const resources = sources.flatMap((source) => {
    if (source.from !== 'dynamodb') return [];
    const table = tableArn(stack, source.table);
    return source.index === undefined ? [table] : [`${table}/index/${source.index}`];
  });
  return resources.length > 0
    ? [{ actions: ['dynamodb:Query'], resources: unique(resources) }]
    : [];
}

function byId(stack: Stack, sources: readonly Source[]) {
  const resources = sources.flatMap((source) =>
    source.from === 'dynamodb_by_id' ? [tableArn(stack, source.table)] : [],
  );
  return resources.length > 0
    ? [{ actions: ['dynamodb:BatchGetItem'], resources: unique(resources) }]
    : [];
}

function tableArn(stack: Stack, table: string): string {
  return table.startsWith('arn:')
    ? table
    : stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: table });
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

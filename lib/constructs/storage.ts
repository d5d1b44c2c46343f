import { type Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type AuditLock, lockText, parseLock } from '../adapters/aws/audit-lock.ts';
import { LOCK_TAG, STACK_TAGS } from '../adapters/aws/stack-tags.ts';
import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { acknowledge } from './private/acknowledge.ts';
import { newItemTable } from './private/item-table.ts';
import { lifecycleRules, type Retention, warnOfShortRetention } from './private/lifecycle.ts';

export interface StorageProps extends Retention {
  readonly monitors: readonly Monitor[];
  /** A bucket of one's own as the workspace. @default - a new one, encrypted, versioned and private */
  readonly bucket?: IBucket;
  /** What becomes of bucket and table when the stack is deleted. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Keeps audit records from being overwritten or deleted. Of a new bucket alone; it can't be taken back.
   *
   * @default - none
   */
  readonly auditLock?: AuditLockProps;
}

export interface AuditLockProps {
  /** `GOVERNANCE`: who has s3:BypassGovernanceRetention may undo it; `COMPLIANCE`: nobody may, the account's root neither. */
  readonly mode: AuditLock['mode'];
  /** From when a record is written: whole days, up to 100 years. */
  readonly retention: Duration;
}

/** The workspace of a stack: a bucket, and a table for ledger, history and incidents. */
export class Storage extends Construct {
  readonly bucket: IBucket;
  readonly table: Table;
  /** Null where audit records are not locked. */
  readonly auditLock: AuditLock | null;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
    this.auditLock = props.auditLock ? lockFrom(props.auditLock, props.bucket) : null;
    this.bucket = props.bucket ?? (this.newBucket(props, removalPolicy) as IBucket);
    this.table = newItemTable(this, 'Table', removalPolicy);
  }

  /** Lets `s3://bucket` name the whole stack on the command line. */
  tagBucket(resources: Readonly<Record<keyof typeof STACK_TAGS, string>>): void {
    for (const [name, value] of Object.entries(resources)) {
      Tags.of(this.bucket).add(STACK_TAGS[name as keyof typeof STACK_TAGS], value);
    }
    if (this.auditLock) Tags.of(this.bucket).add(LOCK_TAG, lockText(this.auditLock));
  }

  private newBucket(props: StorageProps, removalPolicy: RemovalPolicy): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      // Without a retention by default: what lifecycle rules remove must not be locked.
      ...(this.auditLock && { objectLockEnabled: true }),
      removalPolicy,
      lifecycleRules: lifecycleRules(props, props.monitors),
    });
    warnOfShortRetention(this, props, props.monitors);
    acknowledge(bucket, {
      'AwsSolutions-S1':
        'Every run leaves an audit record of what it read and wrote; who wants access logs passes a bucket that has them.',
    });
    return bucket;
  }
}

/** @throws ConfigError for a bucket that the stack does not make, or a retention that S3 does not take */
function lockFrom({ mode, retention }: AuditLockProps, bucket: IBucket | undefined): AuditLock {
  if (bucket)
    throw new ConfigError(
      'auditLock needs a bucket that the stack makes: leave out `bucket`, or enable Object Lock on yours and set a retention for audit/ yourself',
    );
  return parseLock(lockText({ mode, days: retention.toDays({ integral: false }) }));
}

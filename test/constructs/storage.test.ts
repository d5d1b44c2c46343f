import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { only, synthesize } from './synthesize.ts';

const template = synthesize();

describe('the bucket', () => {
  it('is encrypted, versioned, private and kept', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
          ],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    });
  });

  it('refuses requests without TLS', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });

  it('says by its tags which table, topic and bus belong to it', () => {
    const { Tags } = only(template, 'AWS::S3::Bucket');
    const keys = Tags.map(({ Key }: { Key: string }) => Key);
    expect(keys).toEqual(
      expect.arrayContaining(['driftwatch:table', 'driftwatch:topic', 'driftwatch:bus']),
    );
  });

  it('keeps normalised predictions unless told otherwise', () => {
    const rules = (of: typeof template) =>
      only(of, 'AWS::S3::Bucket').LifecycleConfiguration.Rules.map(({ Id }: { Id: string }) => Id);
    expect(rules(template)).toEqual(['remains']);
    expect(rules(synthesize({ stagedRetention: Duration.days(400) }))).toEqual([
      'remains',
      'staged',
    ]);
  });

  it('can be one that exists', () => {
    const given = synthesize((scope) => ({ bucket: Bucket.fromBucketName(scope, 'B', 'mine') }));
    given.resourceCountIs('AWS::S3::Bucket', 0);
    given.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ BUCKET: 'mine' }) },
    });
  });
});

describe('the table', () => {
  it('is paid by request, can be restored to any point in time, and is kept', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      },
    });
  });

  it('goes with the stack where that is wanted', () => {
    synthesize({ removalPolicy: RemovalPolicy.DESTROY }).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
    });
  });
});

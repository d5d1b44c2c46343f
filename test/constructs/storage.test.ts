import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/errors.ts';
import {
  monitoringStack,
  monitorNamed,
  newApp,
  only,
  statementsOf,
  synthesize,
} from './synthesize.ts';

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

  describe('lets go of', () => {
    const rulesOf = (of: typeof template) =>
      Object.fromEntries(
        only(of, 'AWS::S3::Bucket').LifecycleConfiguration.Rules.map(
          ({ Id, ...rule }: { Id: string }) => [Id, rule],
        ),
      );
    const days = (of: typeof template) =>
      Object.fromEntries(
        Object.entries(rulesOf(of)).flatMap(([id, { ExpirationInDays }]) =>
          ExpirationInDays === undefined ? [] : [[id, ExpirationInDays]],
        ),
      );

    it('what can be made anew or is needed for a time, and of nothing that was measured or decided', () => {
      const rules = rulesOf(template);
      expect(days(template)).toEqual({
        ...{ staged: 400, ids: 120, outcomes: 430, rejected: 400 },
        athena: 7,
      });
      for (const id of ['staged', 'ids', 'outcomes', 'rejected', 'profiles', 'audit'])
        expect(rules[id].Prefix).toBe(`${id}/`);
      expect(rules.remains).toMatchObject({
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        ExpiredObjectDeleteMarker: true,
      });
    });

    it('normalised predictions and ids no sooner than labels may come', () => {
      const labels = { from: 's3', wait: '365d' };
      const monitors = [
        monitorNamed('quick'),
        monitorNamed('slow', { labels, look_back: '60d', window: '1d' }),
      ];
      const whole = 60 + 2 * 365 + 14;
      expect(days(synthesize({ monitors }))).toMatchObject({
        staged: whole,
        ids: whole,
        outcomes: whole + 30,
        rejected: 400,
      });
    });

    it('fast storage: what is large and old, which the class for infrequent access is cheaper for', () => {
      for (const id of ['profiles', 'audit']) {
        expect(rulesOf(template)[id]).toMatchObject({
          ObjectSizeGreaterThan: 262_144,
          Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 90 }],
        });
      }
    });

    it('when the props say so', () => {
      const given = synthesize({
        stagedRetention: Duration.days(500),
        joinRetention: Duration.days(200),
        rejectedRetention: Duration.days(10),
        noncurrentRetention: Duration.days(3),
        infrequentAccessAfter: Duration.days(60),
      });
      expect(days(given)).toEqual({
        ...{ staged: 500, ids: 200, outcomes: 530, rejected: 10 },
        athena: 7,
      });
      expect(rulesOf(given).remains.NoncurrentVersionExpiration).toEqual({ NoncurrentDays: 3 });
      expect(rulesOf(given).audit.Transitions[0].TransitionInDays).toBe(60);
    });

    it('ids sooner than labels may come with a warning alone', () => {
      const app = newApp();
      const labels = { from: 's3', wait: '60d' };
      const monitors = [monitorNamed('m', { labels })];
      const stack = monitoringStack(app, { monitors, joinRetention: Duration.days(100) });
      const warnings = Annotations.fromStack(stack);
      warnings.hasWarning('*', Match.stringLikeRegexp('joinRetention is 100 days.*come for 164'));
      warnings.hasNoWarning('*', Match.stringLikeRegexp('stagedRetention'));
    });
  });

  describe('locks audit records', () => {
    const auditLock = { mode: 'COMPLIANCE', retention: Duration.days(3650) } as const;

    it('not unless it is told to', () => {
      template.hasResourceProperties('AWS::S3::Bucket', { ObjectLockEnabled: Match.absent() });
    });

    it('and by default nothing, since what lifecycle rules remove must not be locked', () => {
      const locked = synthesize({ auditLock });
      locked.hasResourceProperties('AWS::S3::Bucket', {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: Match.absent(),
        VersioningConfiguration: { Status: 'Enabled' },
        Tags: Match.arrayWith([{ Key: 'driftwatch:audit-lock', Value: 'COMPLIANCE:3650' }]),
      });
    });

    it('by the functions that write them, which may set a retention there and nowhere else', () => {
      const locked = synthesize({ auditLock });
      const able = [
        'Plan',
        'Profile',
        'DueWindows',
        'Window',
        'Conclude',
        'Report',
        'Abandon',
      ].filter((step) =>
        statementsOf(locked, step).some(({ Action, Resource }) => {
          if (Action !== 's3:PutObjectRetention') return false;
          expect(JSON.stringify(Resource)).toMatch(/"\/audit\/\*"/);
          return true;
        }),
      );
      expect(able).toEqual(['Conclude', 'Abandon']);
      const told = Object.values(locked.findResources('AWS::Lambda::Function')).flatMap(
        ({ Properties }) => Properties.Environment?.Variables.AUDIT_LOCK ?? [],
      );
      expect(told).toEqual(['COMPLIANCE:3650', 'COMPLIANCE:3650']);
      const actions = ['Conclude', 'Abandon'].flatMap((step) =>
        statementsOf(template, step).flatMap(({ Action }) => Action),
      );
      expect(actions).not.toContain('s3:PutObjectRetention');
    });

    it('of no bucket that it does not make, and for no time that S3 does not take', () => {
      const other = (scope: Construct) => ({
        auditLock,
        bucket: Bucket.fromBucketName(scope, 'B', 'mine'),
      });
      expect(() => synthesize(other)).toThrow(/auditLock needs a bucket that the stack makes/);
      for (const retention of [Duration.hours(12), Duration.days(0), Duration.days(40_000)])
        expect(() => synthesize({ auditLock: { ...auditLock, retention } })).toThrow(ConfigError);
    });
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

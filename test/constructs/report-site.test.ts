import { Validations } from 'aws-cdk-lib';
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { KeyGroup, LambdaEdgeEventType } from 'aws-cdk-lib/aws-cloudfront';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Version } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import type { ReportSiteProps } from '../../lib/constructs/report-site.ts';
import { monitoringStack, newApp, only, synthesize } from './synthesize.ts';

const CERTIFICATE =
  'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:let-in:3';

const base = (scope: Construct): ReportSiteProps => ({
  domainName: 'reports.example.com',
  certificate: Certificate.fromCertificateArn(scope, 'Certificate', CERTIFICATE),
});
const byKeyGroup = (scope: Construct): ReportSiteProps => ({
  ...base(scope),
  keyGroups: [KeyGroup.fromKeyGroupId(scope, 'Readers', 'readers-1')],
});
const template = synthesize((scope) => ({ reportSite: byKeyGroup(scope) }));
const config = (of: Template) => only(of, 'AWS::CloudFront::Distribution').DistributionConfig;

/** What the bucket's policy lets CloudFront do. */
const grantsOf = (of: Template) =>
  only(of, 'AWS::S3::BucketPolicy').PolicyDocument.Statement.filter(
    ({ Principal }: { Principal: { Service?: string } }) =>
      Principal.Service === 'cloudfront.amazonaws.com',
  );

describe('without `reportSite`', () => {
  it('nothing is served', () => {
    const none = synthesize();
    none.resourceCountIs('AWS::CloudFront::Distribution', 0);
    expect(grantsOf(none)).toEqual([]);
  });
});

describe('the site of reports', () => {
  it('lets nobody in without a cookie of the key group', () => {
    expect(config(template).DefaultCacheBehavior.TrustedKeyGroups).toEqual(['readers-1']);
    expect(config(template).CacheBehaviors).toBeUndefined();
  });

  it('is not made where nothing says who may read', () => {
    expect(() => synthesize((scope) => ({ reportSite: base(scope) }))).toThrow(
      /reports\.example\.com says of nobody that they may read: give it keyGroups/,
    );
  });

  it('asks an authorizer before anything is read', () => {
    const asked = (eventType: LambdaEdgeEventType) =>
      synthesize((scope) => {
        const functionVersion = Version.fromVersionArn(scope, 'LetIn', FUNCTION);
        return { reportSite: { ...base(scope), authorizer: { functionVersion, eventType } } };
      });
    const { DefaultCacheBehavior } = config(asked(LambdaEdgeEventType.VIEWER_REQUEST));
    expect(DefaultCacheBehavior.LambdaFunctionAssociations).toMatchObject([
      { EventType: 'viewer-request', LambdaFunctionARN: FUNCTION },
    ]);
    expect(DefaultCacheBehavior.FunctionAssociations).toBeUndefined();
    expect(() => asked(LambdaEdgeEventType.ORIGIN_REQUEST)).toThrow(/must be asked at viewer/);
  });

  it('may read reports/ of the bucket and nothing else, as this distribution alone', () => {
    const [grant, ...others] = grantsOf(template);
    expect(others).toEqual([]);
    expect(grant.Action).toBe('s3:GetObject');
    expect(grant.Resource['Fn::Join'][1]).toEqual([expect.anything(), '/reports/*']);
    const arn = JSON.stringify(grant.Condition.StringEquals['aws:SourceArn']);
    const [id] = Object.keys(template.findResources('AWS::CloudFront::Distribution'));
    expect(arn).toContain(`:distribution/",{"Ref":"${id}"}`);
  });

  it('reaches the bucket by origin access control, signed', () => {
    const [origin] = config(template).Origins;
    const [id] = Object.keys(template.findResources('AWS::CloudFront::OriginAccessControl'));
    expect(origin.OriginAccessControlId).toEqual({ 'Fn::GetAtt': [id, 'Id'] });
    expect(
      only(template, 'AWS::CloudFront::OriginAccessControl').OriginAccessControlConfig,
    ).toMatchObject({ SigningBehavior: 'always', SigningProtocol: 'sigv4' });
  });

  it('speaks TLS 1.2 and newer, and takes GET and HEAD', () => {
    expect(config(template).ViewerCertificate).toMatchObject({
      MinimumProtocolVersion: 'TLSv1.2_2021',
      AcmCertificateArn: CERTIFICATE,
    });
    expect(config(template).DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'redirect-to-https',
      AllowedMethods: ['GET', 'HEAD'],
    });
  });

  it('tells browsers to load nothing from elsewhere and to show it in no frame', () => {
    const { SecurityHeadersConfig } = only(
      template,
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).ResponseHeadersPolicyConfig;
    const policy = SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy;
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(SecurityHeadersConfig).toMatchObject({
      FrameOptions: { FrameOption: 'DENY' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
      ContentTypeOptions: { Override: true },
    });
  });

  it('leads from the root and from folders to their index.html', () => {
    const code = only(template, 'AWS::CloudFront::Function').FunctionCode as string;
    const handler = new Function(`${code}; return handler;`)() as (event: object) => {
      uri?: string;
      headers?: { location: { value: string } };
    };
    const ask = (uri: string) => handler({ request: { uri } });
    expect(ask('/').headers?.location.value).toBe('/reports/index.html');
    expect(ask('/reports/m/').uri).toBe('/reports/m/index.html');
    expect(ask('/reports/m/data/2026-11.json').uri).toBe('/reports/m/data/2026-11.json');
  });

  it('is where messages link to', () => {
    const found = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => JSON.stringify(Properties.Environment ?? {}),
    );
    expect(found.some((one) => one.includes('https://reports.example.com'))).toBe(true);
  });

  it('says what to grant in the policy of a bucket that the stack does not make', () => {
    const stack = monitoringStack(newApp(), (scope) => ({
      bucket: Bucket.fromBucketName(scope, 'Own', 'own'),
      reportSite: byKeyGroup(scope),
    }));
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('let cloudfront.amazonaws.com s3:GetObject reports/'),
    );
  });

  it('may decrypt where the bucket has a key of its own', () => {
    const keyed = synthesize((scope) => ({
      bucket: new Bucket(scope, 'Own', {
        encryptionKey: new Key(scope, 'Key'),
        enforceSSL: true,
      }) as IBucket,
      reportSite: byKeyGroup(scope),
    }));
    const { Statement } = only(keyed, 'AWS::KMS::Key').KeyPolicy;
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': expect.anything() } },
      }),
    );
  });

  it('passes the policy checks', () => {
    const app = newApp();
    monitoringStack(app, (scope) => ({ reportSite: byKeyGroup(scope) }));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
});

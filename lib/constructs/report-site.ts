import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  type EdgeLambda,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IKeyGroup,
  LambdaEdgeEventType,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ConfigError } from '../errors.ts';
import { acknowledge } from './private/acknowledge.ts';
import { securityHeaders } from './private/security-headers.ts';

export interface ReportSiteProps {
  /** As in `reports.example.com`; its DNS record is yours to point at the distribution. */
  readonly domainName: string;
  /** For the domain, in us-east-1. Without one CloudFront takes TLS below 1.2. */
  readonly certificate: ICertificate;
  /** Whoever holds a cookie signed by one of them gets in. @default - none: `authorizer` decides */
  readonly keyGroups?: readonly IKeyGroup[];
  /** A function at the edge that sends strangers away, at `VIEWER_REQUEST`. @default - none: `keyGroups` decide */
  readonly authorizer?: EdgeLambda;
  /** ARN of a web ACL of WAFv2, in us-east-1. @default - none */
  readonly webAclId?: string;
  /** Takes CloudFront's access logs; its ACLs must be enabled. @default - no access logs */
  readonly logBucket?: IBucket;
}

/** What only reports need of a bucket. */
const PREFIX = 'reports/';

const INDEX = `function handler(event) {
  var request = event.request;
  if (request.uri === '/') return { statusCode: 302, headers: { location: { value: '/reports/index.html' } } };
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}`;

/** Serves `reports/` of the workspace to people who show a signed cookie, or whom an own authorizer lets in; nobody else. */
export class ReportSite extends Construct {
  readonly distribution: Distribution;
  /** Below which `reports/` lies, for `reportsUrl`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ReportSiteProps & { readonly bucket: IBucket }) {
    super(scope, id);
    const { bucket, domainName, certificate, keyGroups = [], authorizer } = props;
    checkAccess(props);
    this.url = `https://${domainName}`;
    const control = new S3OriginAccessControl(this, 'Access');
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Driftwatch: reports',
      domainNames: [domainName],
      certificate,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(props.webAclId && { webAclId: props.webAclId }),
      ...(props.logBucket && { enableLogging: true, logBucket: props.logBucket }),
      defaultBehavior: {
        // The grant that comes with an access control is for the whole bucket: this one is for reports alone.
        origin: S3BucketOrigin.withBucketDefaults(bucket, {
          originAccessControlId: control.originAccessControlId,
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        // Pages are replaced in place: what a run changed must show at once.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        compress: true,
        responseHeadersPolicy: securityHeaders(this),
        ...(keyGroups.length > 0 && { trustedKeyGroups: [...keyGroups] }),
        // An event at the edge takes one function.
        ...(authorizer
          ? { edgeLambdas: [authorizer] }
          : { functionAssociations: [this.indexOfFolders()] }),
      },
    });
    this.grantReports(bucket);
    acknowledge(this.distribution, {
      'AwsSolutions-CFR1':
        'Who may read is said by signed cookies or an authorizer, not by country.',
      ...(!props.webAclId && {
        'AwsSolutions-CFR2':
          'Static files behind signed cookies or an authorizer; `webAclId` takes a web ACL.',
      }),
      ...(!props.logBucket && {
        'AwsSolutions-CFR3':
          'CloudFront writes access logs to a bucket with ACLs, which the workspace has not; `logBucket` takes one.',
      }),
    });
  }

  private indexOfFolders() {
    return {
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new EdgeFunction(this, 'Index', {
        comment: 'Driftwatch: leads from a folder to its index.html',
        code: FunctionCode.fromInline(INDEX),
        runtime: FunctionRuntime.JS_2_0,
      }),
    };
  }

  /** Of this distribution alone, and without listing. */
  private grantReports(bucket: IBucket): void {
    const service = new ServicePrincipal('cloudfront.amazonaws.com');
    const { statementAdded } = bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ReportSite',
        principals: [service],
        actions: ['s3:GetObject'],
        resources: [bucket.arnForObjects(`${PREFIX}*`)],
        conditions: { StringEquals: { 'aws:SourceArn': this.distribution.distributionArn } },
      }),
    );
    if (!statementAdded)
      Annotations.of(this).addWarningV2(
        'driftwatch:reportSiteBucket',
        `the policy of a bucket that the stack does not make is yours: let cloudfront.amazonaws.com s3:GetObject ${PREFIX}* where aws:SourceArn is the distribution's ARN`,
      );
    // A key can't name the distribution, which would wait for the bucket, which waits for the key.
    bucket.encryptionKey?.addToResourcePolicy(
      new PolicyStatement({
        principals: [service],
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: { ArnLike: { 'aws:SourceArn': anyDistribution(this) } },
      }),
    );
  }
}

function anyDistribution(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'cloudfront',
    region: '',
    resource: 'distribution',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** @throws ConfigError where anybody would get in */
function checkAccess({ domainName, keyGroups = [], authorizer }: ReportSiteProps): void {
  if (keyGroups.length === 0 && !authorizer)
    throw new ConfigError(
      `reportSite ${domainName} says of nobody that they may read: give it keyGroups (signed cookies) or an authorizer (a function at the edge)`,
    );
  if (authorizer && authorizer.eventType !== LambdaEdgeEventType.VIEWER_REQUEST)
    throw new ConfigError(
      `the authorizer of reportSite ${domainName} answers ${authorizer.eventType}: it must be asked at viewer-request, before anything is read`,
    );
}

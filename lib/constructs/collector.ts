import { Duration, type RemovalPolicy, Size } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type Architecture,
  type FunctionUrl,
  FunctionUrlAuthType,
  type Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { NAMESPACE } from '../adapters/sinks/cloudwatch.ts';
import { collectedAmong } from '../collect/collected-of.ts';
import type { Monitor } from '../monitor/schema.ts';
import { layout } from '../pipeline/layout.ts';
import { listing } from './private/access.ts';
import { acknowledge, acknowledgeWildcards } from './private/acknowledge.ts';
import { collectorAlarms } from './private/collector-alarms.ts';
import { grantBucketKey } from './private/grant-key.ts';
import { newItemTable } from './private/item-table.ts';
import { StepFunction } from './private/step-function.ts';

export interface CollectorProps {
  /**
   * Who may send events: whoever has the right to invoke the function's URL (`iam`), or whoever knows the token of a secret,
   * since payload loggers sign nothing.
   */
  readonly auth: 'iam' | ISecret;
  /**
   * Requests that are taken at once, set aside for it in the account's concurrency: whoever floods the URL, which anybody can
   * reach, takes no more than these. Too few, and events are refused.
   *
   * @default - as many as the account has left
   */
  readonly concurrency?: number;
}

interface Surroundings extends CollectorProps {
  readonly monitors: readonly Monitor[];
  readonly bucket: IBucket;
  readonly topic: ITopic;
  readonly architecture: Architecture;
  readonly logRetention: RetentionDays;
  readonly tracing: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** Takes what Seldon Core's and KServe's payload loggers send, and writes requests with their responses into the workspace. */
export class Collector extends Construct {
  /** Events go to it, at `/<monitor>`. */
  readonly url: FunctionUrl;
  readonly spool: Table;
  private readonly alarms: ReadonlyMap<string | null, readonly Alarm[]>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: Surroundings,
  ) {
    super(scope, id);
    const collected = collectedAmong(props.monitors, 'the collector');
    this.spool = newItemTable(this, 'Spool', props.removalPolicy);
    const names = collected.map(({ monitor }) => monitor);
    const intake = this.newIntake(names);
    this.url = intake.addFunctionUrl({
      authType: props.auth === 'iam' ? FunctionUrlAuthType.AWS_IAM : FunctionUrlAuthType.NONE,
    });
    const writer = this.newWriter(names);
    new Rule(this, 'EveryMinute', {
      description: 'Writes what the collector of Driftwatch took in',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [
        new LambdaTarget(writer, {
          event: RuleTargetInput.fromObject({ collected }),
          retryAttempts: 0,
          maxEventAge: Duration.minutes(1),
        }),
      ],
    });
    const { topic } = props;
    this.alarms = collectorAlarms(this, { intake, writer, monitors: names, topic });
  }

  /** Those of a monitor that it collects for, and those of all; none of another. */
  alarmsOf({ monitor }: Monitor): readonly Alarm[] {
    const own = this.alarms.get(monitor);
    return own ? [...own, ...(this.alarms.get(null) ?? [])] : [];
  }

  private newIntake(names: readonly string[]): LambdaFunction {
    const { auth, concurrency } = this.props;
    const made = this.newFunction('Intake', {
      step: 'collect-intake',
      description: 'Takes in events of payload loggers',
      memorySize: 512,
      timeout: Duration.seconds(15),
      ...(concurrency !== undefined && { reservedConcurrency: concurrency }),
      environment: {
        SPOOL: this.spool.tableName,
        MONITORS: names.join(','),
        ...(auth !== 'iam' && { SECRET: auth.secretArn }),
      },
    });
    made.addToRolePolicy(
      new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [this.spool.tableArn] }),
    );
    if (auth !== 'iam') auth.grantRead(made);
    return made;
  }

  private newWriter(names: readonly string[]): LambdaFunction {
    const { bucket } = this.props;
    const made = this.newFunction('Writer', {
      step: 'collect-write',
      description: 'Pairs requests with responses and writes them into the workspace',
      memorySize: 1024,
      // For objects that sinks of Kafka drop, in which batches of hours may be one file.
      ephemeralStorage: Size.gibibytes(10),
      timeout: Duration.minutes(5),
      environment: { BUCKET: bucket.bucketName, SPOOL: this.spool.tableName },
    });
    const arns = (of: (name: string) => string) =>
      names.map((name) => bucket.arnForObjects(`${of(name)}*`));
    const inbox = arns(layout.halves);
    const outbox = [
      ...arns((name) => `${layout.predictions(name)}collected/`),
      ...arns((name) => `${layout.labels(name)}collected/`),
      ...arns(layout.rejectedObjects),
    ];
    const statements = [
      {
        actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
        resources: [this.spool.tableArn],
      },
      ...listing(
        bucket.bucketArn,
        names.map((name) => `${layout.halves(name)}*`),
      ),
      { actions: ['s3:GetObject', 's3:DeleteObject'], resources: inbox },
      { actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: outbox },
      {
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': NAMESPACE } },
      },
    ];
    for (const statement of statements) made.addToRolePolicy(new PolicyStatement(statement));
    grantBucketKey(bucket, made, 'write');
    acknowledgeWildcards(
      this,
      [...inbox, ...outbox],
      'Objects lie under their prefix; the function may touch no other.',
    );
    acknowledge(this, {
      'AwsSolutions-IAM5[Resource::*]':
        'PutMetricData knows no resources and is held to its namespace; X-Ray takes traces for no narrower resource.',
    });
    return made;
  }

  private newFunction(
    id: string,
    own: Pick<
      ConstructorParameters<typeof StepFunction>[2],
      | 'step'
      | 'description'
      | 'memorySize'
      | 'ephemeralStorage'
      | 'timeout'
      | 'environment'
      | 'reservedConcurrency'
    >,
  ): LambdaFunction {
    const { architecture, logRetention, tracing } = this.props;
    return new StepFunction(this, id, { ...own, architecture, logRetention, tracing }).function;
  }
}

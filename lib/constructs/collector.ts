import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
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
import { newItemTable } from './private/item-table.ts';
import { StepFunction } from './private/step-function.ts';

export interface CollectorProps {
  /**
   * Who may send events: whoever has the right to invoke the function's URL (`iam`), or whoever knows the token of a secret,
   * since payload loggers sign nothing.
   */
  readonly auth: 'iam' | ISecret;
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
  readonly alarms: readonly Alarm[];

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
    this.alarms = [
      this.watch(
        'CollectorRefuses',
        intake,
        1,
        'The collector could not take in events of a payload logger, which sends none again: these predictions are not monitored.',
      ),
      this.watch(
        'CollectorStopped',
        writer,
        3,
        'What the collector took in has not been written for a quarter of an hour; it is kept and written once this is mended.',
      ),
    ];
  }

  private newIntake(names: readonly string[]): LambdaFunction {
    const { auth } = this.props;
    const made = this.newFunction('Intake', {
      step: 'collect-intake',
      description: 'Takes in events of payload loggers',
      memorySize: 512,
      timeout: Duration.seconds(15),
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
      'step' | 'description' | 'memorySize' | 'timeout' | 'environment'
    >,
  ): LambdaFunction {
    const { architecture, logRetention, tracing } = this.props;
    return new StepFunction(this, id, { ...own, architecture, logRetention, tracing }).function;
  }

  private watch(id: string, of: LambdaFunction, periods: number, description: string): Alarm {
    const { stackName, region } = Stack.of(this);
    const alarm = new Alarm(this, id, {
      alarmName: `${stackName}-${id}`,
      alarmDescription: `${description} Why: aws logs tail ${of.logGroup.logGroupName} --since 1h --region ${region}`,
      metric: of.metricErrors({ period: Duration.minutes(5), statistic: Stats.SUM }),
      threshold: 1,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.props.topic));
    return alarm;
  }
}

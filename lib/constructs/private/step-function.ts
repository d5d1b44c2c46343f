import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  type Architecture,
  type ILayerVersion,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { stepCode } from './step-code.ts';

export interface StepFunctionProps {
  /** The file in lambdas/, without its suffix. */
  readonly step: string;
  readonly architecture: Architecture;
  readonly memorySize: number;
  readonly ephemeralStorage?: Size;
  readonly layer?: ILayerVersion;
  readonly environment: Record<string, string>;
  readonly logRetention: RetentionDays;
  readonly tracing: boolean;
  readonly description: string;
  /** @default - Lambda's longest */
  readonly timeout?: Duration;
  /** @default - none: it shares the account's concurrency */
  readonly reservedConcurrency?: number;
}

/** One step's Lambda, with a role that may write to its own log group and nothing else yet. */
export class StepFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: stepCode(props.step),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture,
      memorySize: props.memorySize,
      ephemeralStorageSize: props.ephemeralStorage ?? Size.mebibytes(512),
      timeout: props.timeout ?? Duration.minutes(15),
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      environment: props.environment,
      layers: props.layer ? [props.layer] : [],
      tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      logGroup,
      role,
    });
    if (props.tracing) {
      acknowledge(this, {
        'AwsSolutions-IAM5[Resource::*]': 'X-Ray takes traces for no narrower resource.',
      });
    }
  }
}

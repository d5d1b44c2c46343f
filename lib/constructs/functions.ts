import { Size } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type {
  Architecture,
  ILayerVersion,
  Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { sageMakerNamespaces } from '../act/sagemaker/metrics.ts';
import { lockText } from '../adapters/aws/audit-lock.ts';
import { NAMESPACE } from '../adapters/sinks/cloudwatch.ts';
import type { Monitor } from '../monitor/schema.ts';
import { grantAccess } from './private/access.ts';
import { acknowledge } from './private/acknowledge.ts';
import { duckdbLayer } from './private/duckdb-layer.ts';
import { hasSinks, SinkDelivery } from './private/sink-delivery.ts';
import { grantSources } from './private/source-access.ts';
import { StepFunction } from './private/step-function.ts';
import { STEPS, type Step } from './private/steps.ts';
import { grantTopics } from './private/topic-access.ts';
import type { Storage } from './storage.ts';

/** Megabytes; processors come with memory, one for each 1769. */
export interface MemorySizes {
  /** Builds baselines. @default 3008 */
  readonly plan?: number;
  /** Reads and sums up one shard. @default 3008 */
  readonly profile?: number;
  /** Joins one window with its labels, measures and judges it. @default 3008 */
  readonly window?: number;
  /** Folds the history of all windows into incidents. @default 1024 */
  readonly conclude?: number;
}

export interface FunctionsProps {
  readonly storage: Storage;
  readonly topic: ITopic;
  readonly bus: EventBus;
  readonly monitors: readonly Monitor[];
  readonly architecture: Architecture;
  readonly memorySizes: MemorySizes;
  readonly duckdb?: ILayerVersion;
  readonly logRetention: RetentionDays;
  readonly tracing: boolean;
  /** Below which reports are served: messages link there. */
  readonly reportsUrl?: string;
}

/** The Lambdas of the steps, each with the rights that its step needs. */
export class Functions extends Construct {
  readonly steps: Readonly<Record<Step, LambdaFunction>>;
  /** Absent where no monitor names a sink. */
  readonly deliver?: LambdaFunction;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    const layer = props.duckdb ?? duckdbLayer(this, props.architecture);
    const names = Object.keys(STEPS) as Step[];
    this.steps = Object.fromEntries(
      names.map((step) => [step, this.newStep(step, layer, props)]),
    ) as Record<Step, LambdaFunction>;
    this.grantOutlets(props);
    if (props.monitors.some(hasSinks))
      this.deliver = new SinkDelivery(this, 'Sinks', props).function;
  }

  private newStep(step: Step, layer: ILayerVersion, props: FunctionsProps): LambdaFunction {
    const { storage, topic, bus, architecture, logRetention, tracing } = props;
    const { id, file, description, engine, memorySize, access } = STEPS[step];
    const lock = access.write?.includes('audit/') ? storage.auditLock : null;
    const made = new StepFunction(this, id, {
      step: file,
      description,
      architecture,
      logRetention,
      tracing,
      memorySize: (props.memorySizes as Partial<Record<Step, number>>)[step] ?? memorySize,
      environment: {
        BUCKET: storage.bucket.bucketName,
        TABLE: storage.table.tableName,
        TOPIC: topic.topicArn,
        BUS: bus.eventBusName,
        ...(lock && { AUDIT_LOCK: lockText(lock) }),
        ...(step === 'conclude' && props.reportsUrl && { REPORTS_URL: props.reportsUrl }),
      },
      ...(engine && { layer, ephemeralStorage: Size.gibibytes(10) }),
    });
    grantAccess(made, made.function, storage, access);
    grantSources(made, made.function, props.monitors, access);
    return made.function;
  }

  private grantOutlets({ topic, bus, monitors }: FunctionsProps): void {
    const { window, conclude } = this.steps;
    topic.grantPublish(conclude);
    grantTopics(conclude, monitors);
    bus.grantPutEventsTo(conclude);
    for (const step of [window, conclude]) {
      step.addToRolePolicy(
        new PolicyStatement({
          actions: ['cloudwatch:PutMetricData'],
          resources: ['*'],
          conditions: {
            StringEquals: { 'cloudwatch:namespace': namespacesOf(step === window ? monitors : []) },
          },
        }),
      );
      acknowledge(step.node.scope ?? step, {
        'AwsSolutions-IAM5[Resource::*]':
          'PutMetricData knows no resources and is held to its namespace; X-Ray takes traces for no narrower resource.',
      });
    }
  }
}

/** Driftwatch's namespace, and those of Model Monitor that monitors publish to. */
function namespacesOf(monitors: readonly Monitor[]): string | string[] {
  const others = [...new Set(monitors.flatMap(sageMakerNamespaces))].sort();
  return others.length > 0 ? [NAMESPACE, ...others] : NAMESPACE;
}

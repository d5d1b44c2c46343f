import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { EventBus, IRuleTarget } from 'aws-cdk-lib/aws-events';
import { Architecture, type ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ConfigError } from '../errors.ts';
import { hasDashboard } from '../monitor/has-dashboard.ts';
import type { Monitor } from '../monitor/schema.ts';
import { Alarms } from './alarms.ts';
import { Collector, type CollectorProps } from './collector.ts';
import { Dashboard } from './dashboard.ts';
import { Functions, type MemorySizes } from './functions.ts';
import { newAlertTopic } from './private/alert-topic.ts';
import { letAlarmsUseKey } from './private/grant-key.ts';
import type { Retention } from './private/lifecycle.ts';
import { ReportSite, type ReportSiteProps } from './report-site.ts';
import { Retraining } from './retraining.ts';
import { RunMachine } from './run-machine.ts';
import { Schedules } from './schedules.ts';
import { type AuditLockProps, Storage } from './storage.ts';
import { Tables } from './tables.ts';

export interface ModelMonitoringProps extends Retention {
  /** What to watch: `loadMonitors('monitors')`. */
  readonly monitors: readonly Monitor[];
  /**
   * The workspace, an existing bucket. It must refuse requests without TLS and keep versions, and needs three tags for
   * `s3://bucket` on the command line (see docs/operations.md). Under a KMS key of your own it must know it (`encryptionKey`): the
   * functions are then let use it.
   *
   * @default - a new bucket: encrypted, versioned, private, TLS only
   */
  readonly bucket?: IBucket;
  /**
   * Where alerts and alarms go. Its policy must let cloudwatch.amazonaws.com publish. Under a KMS key of your own it must know it
   * (`masterKey`); of a key that the app only names you let in cloudwatch.amazonaws.com yourself.
   *
   * @default - a new topic, TLS only
   */
  readonly alertTopic?: ITopic;
  /**
   * What starts on a retraining request: any EventBridge rule target. The event's detail is the request. One without a
   * dead-letter queue gets the stack's.
   *
   * @default - none: subscribe to the bus
   */
  readonly retrainingTargets?: readonly IRuleTarget[];
  /** Processor of the Lambdas. @default Architecture.ARM_64 */
  readonly architecture?: Architecture;
  /** Megabytes per step. @default - 3008 where rows are read, less elsewhere */
  readonly memorySizes?: MemorySizes;
  /** Shards or windows that are worked on at once. @default 20 */
  readonly concurrency?: number;
  /** What becomes of bucket and table when the stack is deleted. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Keeps audit records from being overwritten or deleted, by S3 Object Lock on a bucket that the stack makes. It can't be
   * taken back.
   *
   * @default - none
   */
  readonly auditLock?: AuditLockProps;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /**
   * Where `reports/` is served to people, as in `https://reports.example.com`: messages and dashboards link there.
   *
   * @default - none: dashboards link to the bucket in the console
   */
  readonly reportsUrl?: string;
  /** Glue tables over what results say, and an Athena work group. They cost nothing until they are queried. @default true */
  readonly tables?: boolean;
  /**
   * Serves `reports/` by CloudFront to those whom you let in; `reportsUrl` is then its own unless you say otherwise.
   *
   * @default - none
   */
  readonly reportSite?: ReportSiteProps;
  /**
   * Takes events of Seldon Core's and KServe's payload loggers for monitors with `format: open-inference`.
   *
   * @default - none
   */
  readonly collector?: CollectorProps;
  /** X-Ray traces of runs. @default true */
  readonly tracing?: boolean;
  /**
   * A layer with `@duckdb/node-api` for the Lambdas' processor.
   *
   * @default - installed from the package registry when synthesized
   */
  readonly duckdb?: ILayerVersion;
}

/** Watches machine-learning models: drop predictions into the bucket, get metrics, alerts and retraining requests. */
export class ModelMonitoring extends Construct {
  readonly storage: Storage;
  readonly alertTopic: ITopic;
  readonly bus: EventBus;
  readonly stateMachine: StateMachine;
  /** Null where `tables` is false. */
  readonly tables: Tables | null;
  /** Null where reports are not served. */
  readonly reportSite: ReportSite | null;
  /** Null where no events are collected. */
  readonly collector: Collector | null;

  constructor(scope: Construct, id: string, props: ModelMonitoringProps) {
    super(scope, id);
    const { monitors, logRetention = RetentionDays.ONE_MONTH, tracing = true } = props;
    checkNames(monitors);
    this.storage = new Storage(this, 'Storage', props);
    const { bucket } = this.storage;
    const site = props.reportSite;
    this.reportSite = site ? new ReportSite(this, 'ReportSite', { ...site, bucket }) : null;
    const reportsUrl = props.reportsUrl ?? this.reportSite?.url;
    this.alertTopic = props.alertTopic ?? newAlertTopic(this);
    letAlarmsUseKey(this.alertTopic, Stack.of(this).account);
    const retraining = new Retraining(this, 'Retraining', {
      targets: props.retrainingTargets ?? [],
    });
    this.bus = retraining.bus;
    const { steps, deliver } = new Functions(this, 'Steps', {
      storage: this.storage,
      topic: this.alertTopic,
      bus: this.bus,
      monitors,
      architecture: props.architecture ?? Architecture.ARM_64,
      memorySizes: props.memorySizes ?? {},
      logRetention,
      tracing,
      ...(props.duckdb && { duckdb: props.duckdb }),
      ...(reportsUrl && { reportsUrl }),
    });
    const concurrency = props.concurrency ?? 20;
    const machine = new RunMachine(this, 'Run', {
      steps,
      ...(deliver && { deliver }),
      concurrency,
      logRetention,
      tracing,
    });
    this.stateMachine = machine.stateMachine;
    const { stateMachine } = machine;
    const schedules = new Schedules(this, 'Schedules', { monitors, stateMachine });
    const alarms = new Alarms(this, 'Alarms', {
      monitors,
      workspace: `s3://${this.storage.bucket.bucketName}`,
      stateMachine,
      topic: this.alertTopic,
      deadLetters: { Starts: schedules.deadLetters, RetrainingRequests: retraining.deadLetters },
    });
    this.collector = props.collector
      ? new Collector(this, 'Collector', {
          ...{ ...props.collector, monitors, bucket, topic: this.alertTopic },
          architecture: props.architecture ?? Architecture.ARM_64,
          removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
          ...{ logRetention, tracing },
        })
      : null;
    for (const monitor of monitors.filter(hasDashboard)) {
      const collecting = this.collector?.alarmsOf(monitor) ?? [];
      new Dashboard(this, `Dashboard-${monitor.monitor}`, {
        ...{ monitor, steps, stateMachine, storage: this.storage },
        alarms: [...alarms.of(monitor), ...collecting],
        collects: collecting.length > 0,
        ...(reportsUrl && { reportsUrl }),
      });
    }
    this.tables =
      props.tables === false || monitors.length === 0
        ? null
        : new Tables(this, 'Tables', { bucket, monitors });
    this.storage.tagBucket({
      table: this.storage.table.tableName,
      topic: this.alertTopic.topicArn,
      bus: this.bus.eventBusName,
    });
  }
}

function checkNames(monitors: readonly Monitor[]): void {
  const names = monitors.map(({ monitor }) => monitor);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new ConfigError(`two monitors are called ${twice}`);
}

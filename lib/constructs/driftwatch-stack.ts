import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { ModelMonitoring, type ModelMonitoringProps } from './model-monitoring.ts';
import { retrainingTarget } from './retraining-target.ts';

export interface DriftwatchStackProps extends ModelMonitoringProps {
  readonly stack?: StackProps;
  /** ARNs of what answers retraining requests, see `retrainingTarget`. @default - none */
  readonly retrainingArns?: readonly string[];
  /** `iam`, or the ARN of a secret: who may send events to the collector, see `CollectorProps`. @default - no collector */
  readonly collectorAuth?: string;
}

/** `ModelMonitoring` as a stack of its own, with outputs that say where things are. */
export class DriftwatchStack extends Stack {
  constructor(scope: Construct, id: string, props: DriftwatchStackProps) {
    super(scope, id, { description: 'Driftwatch: model monitoring', ...props.stack });
    const { retrainingArns = [], retrainingTargets = [], collectorAuth: auth } = props;
    const collector = auth && {
      auth:
        auth === 'iam'
          ? ('iam' as const)
          : Secret.fromSecretCompleteArn(this, 'CollectorSecret', auth),
    };
    const named = retrainingArns.map((arn, place) => retrainingTarget(this, arn, place));
    const monitoring = new ModelMonitoring(this, 'Monitoring', {
      ...props,
      ...(collector && { collector }),
      retrainingTargets: [...retrainingTargets, ...named],
    });
    const outputs = {
      Bucket: monitoring.storage.bucket.bucketName,
      Table: monitoring.storage.table.tableName,
      Topic: monitoring.alertTopic.topicArn,
      StateMachine: monitoring.stateMachine.stateMachineArn,
      Bus: monitoring.bus.eventBusName,
      ...(monitoring.collector && {
        CollectorUrl: monitoring.collector.url.url,
        CollectorSpool: monitoring.collector.spool.tableName,
      }),
      ...(monitoring.tables && {
        Database: monitoring.tables.database,
        WorkGroup: monitoring.tables.workGroup,
        TablesPolicy: monitoring.tables.readAccess.managedPolicyArn,
      }),
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ModelMonitoring, type ModelMonitoringProps } from './model-monitoring.ts';
import { retrainingTarget } from './retraining-target.ts';

export interface DriftwatchStackProps extends ModelMonitoringProps {
  readonly stack?: StackProps;
  /** ARNs of what answers retraining requests, see `retrainingTarget`. @default - none */
  readonly retrainingArns?: readonly string[];
}

/** `ModelMonitoring` as a stack of its own, with outputs that say where things are. */
export class DriftwatchStack extends Stack {
  constructor(scope: Construct, id: string, props: DriftwatchStackProps) {
    super(scope, id, { description: 'Driftwatch: model monitoring', ...props.stack });
    const { retrainingArns = [], retrainingTargets = [] } = props;
    const named = retrainingArns.map((arn, place) => retrainingTarget(this, arn, place));
    const monitoring = new ModelMonitoring(this, 'Monitoring', {
      ...props,
      retrainingTargets: [...retrainingTargets, ...named],
    });
    const outputs = {
      Bucket: monitoring.storage.bucket.bucketName,
      Table: monitoring.storage.table.tableName,
      Topic: monitoring.alertTopic.topicArn,
      StateMachine: monitoring.stateMachine.stateMachineArn,
      Bus: monitoring.bus.eventBusName,
      ...(monitoring.tables && {
        Database: monitoring.tables.database,
        WorkGroup: monitoring.tables.workGroup,
        TablesPolicy: monitoring.tables.readAccess.managedPolicyArn,
      }),
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

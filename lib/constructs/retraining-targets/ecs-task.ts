import type { ISecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { FargateTaskDefinition, ICluster, ITaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { EcsTask } from 'aws-cdk-lib/aws-events-targets';
import { requestFields } from './request-fields.ts';

export interface EcsTaskOptions {
  readonly cluster: ICluster;
  readonly taskDefinition: FargateTaskDefinition;
  /** The container that trains. @default - the task's default container */
  readonly container?: string;
  /** @default - private subnets of the cluster's VPC */
  readonly subnets?: SubnetSelection;
  /** @default - a new one, which lets nothing in */
  readonly securityGroups?: ISecurityGroup[];
}

/**
 * Runs a Fargate task a request.
 *
 * Its container has RETRAINING_REQUEST (the idempotency key), MONITOR, MANIFEST and BASELINE in its environment.
 */
export function retrainingEcsTask(options: EcsTaskOptions): IRuleTarget {
  const { cluster, taskDefinition, subnets, securityGroups } = options;
  const containerName = options.container ?? taskDefinition.defaultContainer?.containerName ?? '';
  return new EcsTask({
    cluster,
    taskDefinition: taskDefinition as ITaskDefinition,
    ...(subnets && { subnetSelection: subnets }),
    ...(securityGroups && { securityGroups }),
    containerOverrides: [{ containerName, environment: requestFields(environmentName) }],
  });
}

/** RetrainingRequest: RETRAINING_REQUEST */
function environmentName(field: string): string {
  return field.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

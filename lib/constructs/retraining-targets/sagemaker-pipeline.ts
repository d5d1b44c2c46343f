import type { CfnRule, IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { type Construct, Node } from 'constructs';
import { REQUEST_FIELDS } from './request-fields.ts';
import { startRole } from './start-role.ts';

export interface SageMakerPipelineOptions {
  /**
   * The pipeline's parameters by what they take: a path into the event. The pipeline must define each, as a string.
   *
   * @default - RetrainingRequest, Monitor, Manifest and Baseline
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What EventBridge starts it as. @default - a role that may start this pipeline alone */
  readonly role?: IRole;
}

/** Starts an execution of a SageMaker pipeline a request; its parameter RetrainingRequest is the idempotency key. */
export function retrainingSageMakerPipeline(
  pipelineArn: string,
  options: SageMakerPipelineOptions = {},
): IRuleTarget {
  const { parameters = REQUEST_FIELDS } = options;
  return {
    bind: (rule, id = '') => {
      const scope = rule as unknown as Rule;
      const role =
        options.role ??
        startRole(scope as Construct, `${id}Role`, 'sagemaker:StartPipelineExecution', pipelineArn);
      // The rule of the CDK knows no parameters of pipelines; it numbers its targets as it names them.
      (Node.of(scope).defaultChild as CfnRule).addPropertyOverride(
        `Targets.${id.replace(/^Target/, '')}.SageMakerPipelineParameters`,
        {
          PipelineParameterList: Object.entries(parameters).map(([Name, Value]) => ({
            Name,
            Value,
          })),
        },
      );
      return { arn: pipelineArn, role };
    },
  };
}

import { type IRuleTarget, type Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { requestFields } from './request-fields.ts';
import { startRole } from './start-role.ts';

/**
 * Starts an execution of a CodePipeline pipeline a request.
 *
 * A pipeline of type V2 gets the variables RetrainingRequest (the idempotency key), Monitor, Manifest and Baseline, and must
 * define them.
 */
export function retrainingCodePipeline(pipelineArn: string): IRuleTarget {
  return {
    bind: (rule, id = '') => ({
      arn: pipelineArn,
      role: startRole(
        rule as unknown as Rule as Construct,
        `${id}Role`,
        'codepipeline:StartPipelineExecution',
        pipelineArn,
      ),
      input: RuleTargetInput.fromObject({ variables: requestFields() }),
    }),
  };
}

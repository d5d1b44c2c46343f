import { type IRuleTarget, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Starts an execution a request; its input is the request, `$.id` the idempotency key. */
export function retrainingStateMachine(machine: IStateMachine): IRuleTarget {
  return new SfnStateMachine(machine, { input: RuleTargetInput.fromEventPath('$.detail') });
}

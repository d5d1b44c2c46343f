import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ConfigError } from '../errors.ts';
import { retrainingCodePipeline } from './retraining-targets/code-pipeline.ts';
import { retrainingFunction } from './retraining-targets/function.ts';
import { retrainingQueue } from './retraining-targets/queue.ts';
import { retrainingSageMakerPipeline } from './retraining-targets/sagemaker-pipeline.ts';
import { retrainingStateMachine } from './retraining-targets/state-machine.ts';

type NewTarget = (scope: Construct, arn: string, id: (kind: string) => string) => IRuleTarget;

const TARGETS: Readonly<Record<string, NewTarget>> = {
  states: (scope, arn, id) =>
    retrainingStateMachine(StateMachine.fromStateMachineArn(scope, id('RetrainingMachine'), arn)),
  sqs: (scope, arn, id) => retrainingQueue(Queue.fromQueueArn(scope, id('RetrainingQueue'), arn)),
  lambda: (scope, arn, id) =>
    retrainingFunction(Lambda.fromFunctionArn(scope, id('RetrainingFunction'), arn)),
  sagemaker: (_, arn) => retrainingSageMakerPipeline(arn),
  codepipeline: (_, arn) => retrainingCodePipeline(arn),
};

/**
 * What exists already as the answer to a retraining request, by its ARN: a state machine, a queue, a function, or a
 * pipeline of SageMaker or CodePipeline.
 *
 * A queue's own policy must let events.amazonaws.com send, a function's let it invoke. `place` tells several in one scope apart.
 */
export function retrainingTarget(scope: Construct, arn: string, place = 0): IRuleTarget {
  const { service } = parse(scope, arn);
  const isRunnable = service !== 'sagemaker' || arn.includes(':pipeline/');
  const newTarget = isRunnable ? TARGETS[service] : undefined;
  if (newTarget)
    return newTarget(scope, arn, (kind) => (place === 0 ? kind : `${kind}${place + 1}`));
  throw new ConfigError(
    `${arn} can't be asked to retrain: give the ARN of a state machine, a queue, a function or a pipeline ` +
      'of SageMaker or CodePipeline, or use the construct ModelMonitoring with any rule target',
  );
}

function parse(scope: Construct, arn: string) {
  try {
    return Stack.of(scope).splitArn(arn, ArnFormat.COLON_RESOURCE_NAME);
  } catch {
    throw new ConfigError(
      `"${arn}" is no ARN: write it as in arn:aws:sqs:eu-west-1:123456789012:q`,
    );
  }
}

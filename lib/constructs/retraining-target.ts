import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ConfigError } from '../errors.ts';

/**
 * What exists already as the answer to a retraining request, by its ARN: a state machine, a queue or a function.
 *
 * A queue's own policy must let events.amazonaws.com send, a function's let it invoke.
 */
export function retrainingTarget(scope: Construct, arn: string): IRuleTarget {
  const { service } = parse(scope, arn);
  if (service === 'states') {
    return new SfnStateMachine(StateMachine.fromStateMachineArn(scope, 'RetrainingMachine', arn));
  }
  if (service === 'sqs') return new SqsQueue(Queue.fromQueueArn(scope, 'RetrainingQueue', arn));
  if (service === 'lambda') {
    return new LambdaFunction(Lambda.fromFunctionArn(scope, 'RetrainingFunction', arn));
  }
  throw new ConfigError(
    `${arn} can't be asked to retrain: give the ARN of a state machine, a queue or a function, ` +
      'or use the construct ModelMonitoring with any rule target',
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

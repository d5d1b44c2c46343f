import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JitterType, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

export interface StepStateProps {
  readonly step: IFunction;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Where in the state the answer goes. */
  readonly resultPath: string;
  /** @default 2 */
  readonly retries?: number;
}

/** The function did not begin: the account runs as many as it may, or Lambda has a bad moment. */
const UNAVAILABLE = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
];
const PATIENCE = 20;

/** A state that runs a step's Lambda, and again where it fails, but for what a person has to mend. */
export function stepState(scope: Construct, id: string, props: StepStateProps): LambdaInvoke {
  const state = LambdaInvoke.jsonPath(scope, id, {
    lambdaFunction: props.step,
    payload: TaskInput.fromObject({ ...props.payload }),
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    resultPath: props.resultPath,
  });
  state.addRetry({ errors: ['ConfigError', 'ZodError'], maxAttempts: 0 });
  state.addRetry({ errors: UNAVAILABLE, ...patiently(PATIENCE), jitterStrategy: JitterType.FULL });
  state.addRetry({ errors: ['States.ALL'], ...patiently(props.retries ?? 2) });
  return state;
}

function patiently(maxAttempts: number) {
  return {
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    maxAttempts,
  };
}

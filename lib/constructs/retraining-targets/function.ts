import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Invokes a function with the event; `detail.id` is the idempotency key. */
export function retrainingFunction(handler: IFunction): IRuleTarget {
  return new LambdaFunction(handler);
}

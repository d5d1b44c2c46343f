import { EventField, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/**
 * Sends the event to a queue; `detail.id` is the idempotency key.
 *
 * In a FIFO queue each monitor is a message group; it needs deduplication by content, which drops a repeated request.
 */
export function retrainingQueue(queue: IQueue): IRuleTarget {
  return new SqsQueue(queue, {
    ...(queue.fifo && { messageGroupId: EventField.fromPath('$.detail.monitor') }),
  });
}

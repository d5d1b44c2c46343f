import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Outlets } from '../../pipeline/ports.ts';
import { announceByEvent } from './announce-by-event.ts';
import { publishToCloudWatch } from './cloudwatch.ts';
import { requestByEvent } from './eventbridge.ts';
import { publishToSns } from './sns.ts';
import { topicClients } from './topic-clients.ts';

export interface AwsOutletsOptions {
  readonly cloudWatch: CloudWatchClient;
  readonly sns: SNSClient;
  readonly eventBridge: EventBridgeClient;
  readonly topic: string;
  readonly bus: string;
  /** Where a monitor's evidence lies, for people. */
  readonly evidence: (monitor: string) => string;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

/** The services of an AWS account as the outside world. */
export function awsOutlets(options: AwsOutletsOptions): Outlets {
  const { topic, bus, evidence, now, log } = options;
  const clientOf = topicClients(options.sns, topic);
  return {
    publish: (data) => publishToCloudWatch(data, { client: options.cloudWatch, now, log }),
    notify: (message) => publishToSns(message, { clientOf, topic, evidence }),
    requestRetraining: (request) => requestByEvent(request, { client: options.eventBridge, bus }),
    announce: (event) => announceByEvent(event, { client: options.eventBridge, bus }),
  };
}

import { SNSClient } from '@aws-sdk/client-sns';

/** A client for each region that topics lie in; `own` is that of the region of the stack's topic. */
export function topicClients(own: SNSClient, topic: string): (topic: string) => SNSClient {
  const others = new Map<string, SNSClient>();
  return (named) => {
    const region = regionOf(named);
    if (region === regionOf(topic)) return own;
    const client = others.get(region) ?? new SNSClient({ region });
    others.set(region, client);
    return client;
  };
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

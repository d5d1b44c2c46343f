import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Account } from './account.ts';

/** Takes everything that lies in a queue. */
export async function drain({ sqs }: Account, url: string): Promise<Message[]> {
  const taken: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return taken;
    for (const message of Messages) {
      taken.push(message);
      await sqs.send(
        new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle ?? '' }),
      );
    }
  }
}

export interface Envelope {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes: Readonly<
    Record<string, { readonly Type: string; readonly Value: string }>
  >;
}

/** SNS messages as SQS gets them when they are not delivered raw. */
export async function drainEnvelopes(account: Account, url: string): Promise<Envelope[]> {
  return (await drain(account, url)).map(({ Body = '{}' }) => JSON.parse(Body));
}

import {
  type MessageAttributeValue,
  PublishCommand,
  type SNSClient,
  type SNSServiceException,
} from '@aws-sdk/client-sns';
import { chatNotification } from '../../act/chat-notification.ts';
import type { Message } from '../../act/message.ts';
import { RefusedError } from '../../errors.ts';
import { isRefusal } from './is-refusal.ts';
import { subjectLine } from './subject-line.ts';

/** Below SNS' 256 KB by what attributes and subject take. */
const MESSAGE_BYTES = 250 * 1024;
const SHORT_TEXT_CHARACTERS = 4000;
const MACHINES = ['sqs', 'lambda', 'http'] as const;

export interface SnsSinkOptions {
  /** Of a topic, which lies in one region. */
  readonly clientOf: (topic: string) => SNSClient;
  /** Of messages that name no topics. */
  readonly topic: string;
  /** Where the whole of a message that was too long lies. */
  readonly evidence: (monitor: string) => string;
}

/**
 * Publishes one message: as text for people, as JSON for queues and functions, and over HTTPS, by which chat channels subscribe,
 * as Amazon Q Developer takes it. A message that is too long is shortened, never refused.
 *
 * @throws RefusedError where a topic says no: it is gone, or lets nobody in
 */
export async function publishToSns(
  message: Message,
  { clientOf, topic, evidence }: SnsSinkOptions,
): Promise<void> {
  for (const to of message.topics ?? [topic])
    await clientOf(to)
      .send(
        new PublishCommand({
          TopicArn: to,
          Subject: subjectLine(message.subject),
          MessageStructure: 'json',
          Message: fitted(message, evidence(message.attributes.monitor)),
          MessageAttributes: attributes(message.attributes),
        }),
      )
      .catch((error: unknown) => {
        throw refusal(to, error);
      });
}

/** What a topic says that says no, as one who has to mend it needs it; all else as it is. */
function refusal(topic: string, error: unknown): unknown {
  if (!isRefusal(error)) return error;
  const { name, message } = error as SNSServiceException;
  return new RefusedError(
    `${topic} takes no messages (${name}: ${message}): it must exist, and its policy and key must let the function that concludes runs publish`,
  );
}

function fitted(message: Message, evidence: string): string {
  const { subject, text, json, attributes } = message;
  const chat = JSON.stringify(chatNotification(message));
  const pointer = `The rest was too long for a message and lies in ${evidence}`;
  const short = `${text.slice(0, SHORT_TEXT_CHARACTERS)}\n...\n${pointer}\n`;
  const excerpt = { ...attributes, subject: subject.slice(0, 1000), shortened: true, evidence };
  const whole = document(text, chat, json);
  if (Buffer.byteLength(whole) <= MESSAGE_BYTES) return whole;
  const shortened = document(short, chat, json);
  return Buffer.byteLength(shortened) <= MESSAGE_BYTES ? shortened : document(short, chat, excerpt);
}

function document(text: string, chat: string, json: unknown): string {
  const machine = JSON.stringify(json);
  const forMachines = MACHINES.map((protocol) => [protocol, machine] as const);
  return JSON.stringify({
    default: text,
    email: text,
    https: chat,
    ...Object.fromEntries(forMachines),
  });
}

function attributes({ monitor, severity, kind }: Message['attributes']) {
  const text = (value: string): MessageAttributeValue => ({
    DataType: 'String',
    StringValue: value,
  });
  const kinds = { DataType: 'String.Array', StringValue: JSON.stringify(kind) };
  return {
    monitor: text(monitor),
    severity: text(severity),
    ...(kind.length > 0 && { kind: kinds }),
  };
}

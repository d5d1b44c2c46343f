import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/act/message.ts';
import { publishToSns } from '../../../lib/adapters/sinks/sns.ts';
import { topicClients } from '../../../lib/adapters/sinks/topic-clients.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const api = mockedClient(SNSClient);
const client = new SNSClient({});
const options = {
  clientOf: () => client,
  topic: 'arn:t',
  evidence: (monitor: string) => `s3://b/results/${monitor}/`,
};
const message: Message = {
  subject: 'ALERT m: income',
  text: 'All of it.',
  json: { schema: 1, opened: [] },
  attributes: { monitor: 'm', severity: 'alert', kind: ['drift', 'quality'] },
};
const sent = () => {
  const { input } = api.commandCalls(PublishCommand)[0]?.args[0] ?? {};
  return { input, document: JSON.parse(input?.Message ?? '{}') };
};

beforeEach(() => {
  api.reset();
  api.on(PublishCommand).resolves({});
});

describe('publishToSns', () => {
  it('gives people text and machines JSON in one publish', async () => {
    await publishToSns(message, options);
    const { input, document } = sent();
    expect(input?.MessageStructure).toBe('json');
    const { https, ...others } = document;
    expect(others).toEqual({
      default: 'All of it.',
      email: 'All of it.',
      sqs: '{"schema":1,"opened":[]}',
      lambda: '{"schema":1,"opened":[]}',
      http: '{"schema":1,"opened":[]}',
    });
    expect(JSON.parse(https)).toMatchObject({ version: '1.0', source: 'custom' });
    expect(input?.MessageAttributes).toEqual({
      monitor: { DataType: 'String', StringValue: 'm' },
      severity: { DataType: 'String', StringValue: 'alert' },
      kind: { DataType: 'String.Array', StringValue: '["drift","quality"]' },
    });
  });

  it('keeps all bodies together below what SNS takes, the chat channel one too', async () => {
    const chat = { lines: Array(5000).fill('é<!channel>'), steps: [], resources: [], context: {} };
    await publishToSns({ ...message, text: 'ü'.repeat(60_000), chat }, options);
    const { input, document } = sent();
    expect(Buffer.byteLength(input?.Message ?? '')).toBeLessThan(256 * 1024);
    expect(document.https.length).toBeLessThan(5000);
    expect(document.https).not.toContain('<!channel>');
  });

  it('says of a topic that takes nothing what is to be mended, and passes on what may be over later', async () => {
    const error = (name: string, $fault: string) =>
      Object.assign(new Error('Topic does not exist'), { name, $fault });
    api.on(PublishCommand).rejectsOnce(error('NotFoundException', 'client'));
    await expect(publishToSns(message, options)).rejects.toThrow(
      'arn:t takes no messages (NotFoundException: Topic does not exist): it must exist',
    );
    for (const later of [error('ThrottledException', 'client'), error('InternalError', 'server')]) {
      api.reset();
      api.on(PublishCommand).rejectsOnce(later);
      await expect(publishToSns(message, options)).rejects.toBe(later);
    }
  });

  it('asks each topic in its own region', async () => {
    const own = new SNSClient({ region: 'eu-west-1' });
    const clientOf = topicClients(own, 'arn:aws:sns:eu-west-1:111122223333:alerts');
    expect(clientOf('arn:aws:sns:eu-west-1:999999999999:other')).toBe(own);
    const far = clientOf('arn:aws:sns:us-east-1:111122223333:on-call');
    expect(await far.config.region()).toBe('us-east-1');
    expect(clientOf('arn:aws:sns:us-east-1:111122223333:team')).toBe(far);
  });

  it('publishes to the topics that a message names, in place of the one of the stack', async () => {
    await publishToSns({ ...message, topics: ['arn:on-call', 'arn:team'] }, options);
    const calls = api.commandCalls(PublishCommand).map(({ args }) => args[0].input.TopicArn);
    expect(calls).toEqual(['arn:on-call', 'arn:team']);
    await publishToSns(message, options);
    expect(api.commandCalls(PublishCommand).at(-1)?.args[0].input.TopicArn).toBe('arn:t');
  });

  it('sends no empty list of kinds', async () => {
    await publishToSns({ ...message, attributes: { ...message.attributes, kind: [] } }, options);
    expect(sent().input?.MessageAttributes).not.toHaveProperty('kind');
  });

  it('makes the subject one short line of ASCII', async () => {
    await publishToSns({ ...message, subject: `  ÄRGER\nbei 東京 ${'x'.repeat(200)}` }, options);
    const { Subject: subject = '' } = sent().input ?? {};
    expect(subject).toMatch(/^ARGER bei \?\? x+\.\.\.$/);
    expect(subject).toHaveLength(100);
  });

  it('shortens a text that is too long and says where the rest is', async () => {
    await publishToSns({ ...message, text: 'ü'.repeat(200_000) }, options);
    const { input, document } = sent();
    expect(Buffer.byteLength(input?.Message ?? '')).toBeLessThan(256 * 1024);
    expect(document.email).toContain('s3://b/results/m/');
    expect(document.sqs).toBe('{"schema":1,"opened":[]}');
  });

  it('sends machines a pointer where the JSON is too long', async () => {
    await publishToSns({ ...message, json: { text: 'x'.repeat(100_000) } }, options);
    const { input, document } = sent();
    expect(Buffer.byteLength(input?.Message ?? '')).toBeLessThan(256 * 1024);
    expect(JSON.parse(document.sqs)).toMatchObject({
      monitor: 'm',
      shortened: true,
      evidence: 's3://b/results/m/',
    });
  });
});

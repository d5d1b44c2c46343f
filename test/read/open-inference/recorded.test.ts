import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GOLDEN, goldenIsMissing } from '../../golden/golden-data.ts';
import { monitorOf, readPredictions } from '../sagemaker/read-captures.ts';

interface Message {
  readonly id: string;
  readonly side: string;
  readonly body: unknown;
}
type Recorded = Readonly<Record<string, unknown>>;

/** What payload loggers of KServe and Seldon Core were recorded to send, as the records of requests that were answered. */
function recordsOf(messages: readonly Message[]): string {
  const ids = [...new Set(messages.map(({ id }) => id))];
  const lines = ids.map((id) => {
    const of = (side: string) =>
      messages.find((one) => one.id === id && one.side.endsWith(side))?.body;
    const halves = { request: of('.request'), response: of('.response') };
    return JSON.stringify({ id, time: '2026-11-01T10:00:00Z', ...halves });
  });
  return lines.join('\n');
}

const parse = (file: string): Recorded[] =>
  JSON.parse(readFileSync(join(GOLDEN, 'formats', file), 'utf8'));
const ofKServe = () =>
  parse('kserve/cloudevents_dumped.json').map(({ attributes, data }): Message => {
    const { id, type } = attributes as Record<string, string>;
    return { id: String(id), side: String(type), body: data };
  });
const ofSeldon = () =>
  parse('seldon/request_logger_cloudevents.json').map(({ headers, body }): Message => {
    const of = headers as Record<string, string>;
    return { id: String(of['Ce-Requestid']), side: String(of['Ce-Type']), body };
  });

const read = (
  messages: readonly Message[],
  features: object,
  prediction: string,
  capture?: object,
) => {
  const monitor = monitorOf({
    columns: { id: 'request_id', timestamp: 'request_time', prediction, features },
    predictions: { format: 'open-inference', ...(capture && { capture }) },
  });
  return readPredictions(monitor, [['predictions/x/1.jsonl.gz', gzipSync(recordsOf(messages))]]);
};

// Payloads: kserve/kserve docs/samples/logger; SeldonIO/seldon-core components/seldon-request-logger/testing/test.sh.
describe.skipIf(goldenIsMissing && !process.env.CI)('payloads as they were recorded', () => {
  it('of KServe give each flower as a row, and keep the image that has no values', async () => {
    const input = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];
    const features = Object.fromEntries(input.map((name) => [name, 'numeric']));
    const { rows, rejects } = await read(ofKServe(), features, 'species', {
      ...{ input, output: ['species'] },
    });
    const long = { sepal_length: 6.8, sepal_width: 2.8, petal_length: 4.8, petal_width: 1.4 };
    const short = { sepal_length: 6, sepal_width: 3.4, petal_length: 4.5, petal_width: 1.6 };
    const ids = ['0009174a-24a8-4603-b098-09c8799950e9', 'defb5816-35f7-4947-a2b1-b9e5d7764ad2'];
    expect(rows).toMatchObject(
      ids.flatMap((id) => [
        { id: `${id}#1`, predicted: '1', ...long },
        { id: `${id}#2`, predicted: '1', ...short },
      ]),
    );
    expect(rejects).toMatchObject([{ reason: 'the request is not valid' }]);
  });

  it('of Seldon Core give rows of tensor and ndarray alike', async () => {
    const ids = ['1a', '2b'];
    const { rows, rejects } = await read(
      ofSeldon().filter(({ id }) => ids.includes(id)),
      { a: 'numeric', b: 'numeric' },
      'c',
    );
    expect(rejects).toEqual([]);
    expect(rows).toMatchObject([
      { id: '1a#1', a: 1, b: 2, predicted: '5' },
      { id: '1a#2', a: 3, b: 4, predicted: '6' },
      { id: '2b#1', a: 1, b: 2, predicted: '7' },
      { id: '2b#2', a: 3, b: 4, predicted: '8' },
    ]);
  });

  it('of Seldon Core give text as a value, and say of a request alone that it is one', async () => {
    const ids = ['6f', '4d'];
    const { rows, rejects } = await read(
      ofSeldon().filter(({ id }) => ids.includes(id)),
      { 'Text review': 'categorical' },
      't1',
    );
    expect(rows).toMatchObject([
      { id: '6f', 'Text review': 'this film has bad actors', predicted: '0.5' },
    ]);
    expect(rejects).toMatchObject([{ reason: 'a request without its response' }]);
  });
});

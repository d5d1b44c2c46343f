import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCloudEvents } from '../../lib/collect/cloud-event.ts';
import { halfOf } from '../../lib/collect/half.ts';
import { GOLDEN, goldenIsMissing } from '../golden/golden-data.ts';

const NOW = new Date('2026-11-26T10:00:00Z');
const binary = {
  headers: {
    'content-type': 'application/json',
    'ce-type': 'io.seldon.serving.inference.request',
    'ce-requestid': '1a',
    'ce-id': 'e1',
    'ce-time': '2026-11-26T09:59:59.123456Z',
    'ce-inferenceservicename': 'income',
    'ce-namespace': 'models',
    'ce-endpoint': 'canary',
  },
  body: '{\n "data": {"ndarray": [[1.10, 9007199254740993]]}\n}\n',
};

describe('events of payload loggers', () => {
  it('are read in binary mode, their payload as it came on one line', () => {
    expect(readCloudEvents(binary).map((event) => halfOf(event, NOW))).toEqual([
      {
        ...{ id: '1a', side: 'request', at: '2026-11-26T09:59:59.123Z' },
        payload: '{  "data": {"ndarray": [[1.10, 9007199254740993]]} }',
        ...{ service: 'income', namespace: 'models', endpoint: 'canary' },
      },
    ]);
  });

  it('are read in structured and in batched mode', () => {
    const event = {
      ...{ specversion: '1.0', type: 'org.kubeflow.serving.inference.response', id: 'r1' },
      ...{ source: 'http://localhost:9081/', inferenceservicename: 'iris', endpoint: '' },
      data: { predictions: [1, 2] },
    };
    const structured = {
      headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
      body: JSON.stringify(event),
    };
    const batched = {
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([event, { ...event, id: 'r2', data: undefined, data_base64: 'WzFd' }]),
    };
    const half = { side: 'response', at: NOW.toISOString(), service: 'iris' };
    const read = (request: typeof structured) =>
      readCloudEvents(request).map((one) => halfOf(one, NOW));
    expect(read(structured)).toEqual([{ ...half, id: 'r1', payload: '{"predictions":[1,2]}' }]);
    expect(read(batched)).toMatchObject([{ id: 'r1' }, { id: 'r2', payload: '[1]' }]);
  });

  it.each([
    [{ ...binary, headers: {} }, 'neither a header ce-type'],
    [
      { ...binary, headers: { ...binary.headers, 'ce-requestid': '', 'ce-id': '' } },
      'names no request',
    ],
    [{ ...binary, headers: { ...binary.headers, 'ce-time': 'noon' } }, 'no RFC 3339 time'],
    [
      { ...binary, headers: { ...binary.headers, 'ce-type': 'io.seldon.serving.inference.drift' } },
      'not collected',
    ],
    [{ headers: { 'content-type': 'application/cloudevents+json' }, body: '[' }, 'not valid JSON'],
  ])('are refused with a sentence where they are none: %#', (request, message) => {
    expect(() => readCloudEvents(request).map((event) => halfOf(event, NOW))).toThrow(message);
  });

  it.skipIf(goldenIsMissing)('are those that Seldon Core and KServe were recorded to send', () => {
    const load = (file: string) =>
      JSON.parse(readFileSync(join(GOLDEN, 'formats', file), 'utf8')) as Record<string, unknown>[];
    const kserve = load('kserve/cloudevents_dumped.json').map(
      ({ attributes, extensions, data }) => {
        const body = JSON.stringify({ ...(attributes as object), ...(extensions as object), data });
        return { headers: { 'content-type': 'application/cloudevents+json' }, body };
      },
    );
    const seldon = load('seldon/request_logger_cloudevents.json').map(({ headers, body }) => ({
      headers: Object.fromEntries(
        Object.entries(headers as Record<string, string>).map(([k, v]) => [k.toLowerCase(), v]),
      ),
      body: JSON.stringify(body),
    }));
    const isCollected = ({ headers, body }: (typeof kserve)[number] | (typeof seldon)[number]) =>
      !/inference\.outlier/.test(JSON.stringify([headers, body]));
    const recorded = [...kserve, ...seldon].filter(isCollected);
    const read = recorded.map((request) => readCloudEvents(request).map((one) => halfOf(one, NOW)));
    expect(read.flat().length).toBe(recorded.length);
    const answered = read.flat().filter(({ side }) => side === 'response');
    for (const { id } of answered)
      expect(read.flat().filter((half) => half.id === id && half.side === 'request')).not.toEqual(
        [],
      );
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Delivery } from '../../../lib/act/delivery.ts';
import { otlpSink } from '../../../lib/adapters/sinks/otlp.ts';
import { RefusedError } from '../../../lib/errors.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A receiver that answers so, and what it was sent. */
async function receiver(status: number, answer: Buffer) {
  const got: { path: string | undefined; type: string | undefined; bytes: number }[] = [];
  server = createServer(async (request, response) => {
    let bytes = 0;
    for await (const part of request) bytes += (part as Buffer).length;
    got.push({ path: request.url, type: request.headers['content-type'], bytes });
    response.writeHead(status).end(answer);
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const options = { headers: {}, secrets: ['s3cret'], signal: AbortSignal.timeout(10_000) };
  return {
    got,
    sink: (path = '') => otlpSink({ url: `http://127.0.0.1:${port}${path}`, ...options }),
  };
}

const at = { column: null, segment: null, variant: null, monitor: 'm' };
const delivery = {
  ...{ monitor: 'm', task: 'binary', revision: 1 },
  window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' },
  data: [{ metric: 'accuracy', unit: 'share', value: 0.9, timestamp: null, ...at }],
} as unknown as Delivery;

/** ExportMetricsServiceResponse with partial_success { rejected_data_points: 3, error_message }. */
const partly = (message: string) =>
  Buffer.concat([
    Buffer.from([0x0a, 4 + message.length, 0x08, 3, 0x12, message.length]),
    Buffer.from(message),
  ]);

it.each([
  ['nothing', Buffer.alloc(0)],
  ['JSON', Buffer.from('{"partialSuccess":{}}')],
])(
  'what is answered with success and %s is delivered, below the path of metrics',
  async (_, answer) => {
    const { sink, got } = await receiver(200, answer);
    await sink().deliver(delivery);
    await sink('/v1/metrics').deliver(delivery);
    const expected = { path: '/v1/metrics', type: 'application/x-protobuf' };
    expect(got).toMatchObject([expected, expected]);
    expect(got[0]?.bytes).toBeGreaterThan(50);
  },
);

it('a success that took less than it was sent is none', async () => {
  const { sink } = await receiver(200, partly('too old, s3cret'));
  const delivered = sink().deliver(delivery);
  await expect(delivered).rejects.toThrow(RefusedError);
  await expect(delivered).rejects.toThrow(/3 points were refused: too old, (?!s3cret)/);
});

it.each([
  [400, true],
  [429, false],
  [503, false],
])('an answer of %d is final: %s', async (status, isFinal) => {
  const { sink } = await receiver(status, Buffer.from('no'));
  const error = await sink()
    .deliver(delivery)
    .catch((one: unknown) => one);
  expect(error instanceof RefusedError).toBe(isFinal);
  expect(String(error)).toContain(String(status));
});

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestByEvent } from '../../../lib/adapters/sinks/eventbridge.ts';
import type { RetrainingRequest } from '../../../lib/judge/retraining.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const api = mockedClient(EventBridgeClient);
const options = { client: new EventBridgeClient({}), bus: 'bus' };
const request: RetrainingRequest = {
  id: 'abc',
  monitor: 'm',
  reason: 'column income',
  evidence: [],
  baseline: 'v1',
  since: '2026-11-01T00:00:00Z',
  data: ['s3://b/staged/m/window=2026-11-01T0000Z/'],
  requested: '2026-11-02T00:10:00.000Z',
};
const entry = () => api.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0];

beforeEach(() => {
  api.reset();
  api.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
});

describe('requestByEvent', () => {
  it('puts the request on the bus', async () => {
    await requestByEvent(request, options);
    expect(entry()).toMatchObject({
      EventBusName: 'bus',
      Source: 'driftwatch',
      DetailType: 'Retraining Requested',
      Detail: JSON.stringify(request),
    });
  });

  it('throws where the bus did not take it', async () => {
    const Entries = [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }];
    api.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries });
    await expect(requestByEvent(request, options)).rejects.toThrow(/abc: ThrottlingException/);
  });

  it('leaves out all but the worst findings where they are too many for an event', async () => {
    const finding = { message: 'x'.repeat(1000), metric: 'psi' };
    const incident = { id: 'i', cause: 'column a', findings: Array(400).fill(finding) };
    await requestByEvent({ ...request, evidence: [incident as never] }, options);
    const detail = JSON.parse(entry()?.Detail ?? '{}');
    expect(detail.evidence[0].findings).toHaveLength(1);
    expect(detail.shortened).toBe(true);
  });

  it('leaves the data to the manifest where its windows are too many for an event', async () => {
    const data = Array.from(
      { length: 4000 },
      (_, i) => `s3://bucket/staged/m/${i}-${'x'.repeat(80)}/`,
    );
    await requestByEvent({ ...request, data, manifest: 's3://b/requests/m/abc.json' }, options);
    const detail = entry()?.Detail ?? '{}';
    expect(Buffer.byteLength(detail)).toBeLessThan(256 * 1024);
    expect(JSON.parse(detail)).toMatchObject({
      id: 'abc',
      data: [],
      manifest: 's3://b/requests/m/abc.json',
      shortened: true,
    });
  });
});

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Announcement } from '../../../lib/act/announcement.ts';
import { announceByEvent } from '../../../lib/adapters/sinks/announce-by-event.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const api = mockedClient(EventBridgeClient);
const options = { client: new EventBridgeClient({}), bus: 'bus' };
const announcement: Announcement = {
  type: 'Variant Decision',
  id: 'abc',
  monitor: 'm',
  time: '2026-11-02T00:10:00.000Z',
  detail: { champion: 'm1', challenger: 'm2', decision: 'promote' },
};

beforeEach(() => {
  api.reset();
  api.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
});

describe('announceByEvent', () => {
  it('puts the announcement on the bus, with its id in the detail', async () => {
    await announceByEvent(announcement, options);
    const entry = api.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0];
    expect(entry).toMatchObject({
      EventBusName: 'bus',
      Source: 'driftwatch',
      DetailType: 'Variant Decision',
      Time: new Date('2026-11-02T00:10:00Z'),
    });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual({
      id: 'abc',
      monitor: 'm',
      time: announcement.time,
      ...announcement.detail,
    });
  });

  it('throws where the bus did not take it', async () => {
    const Entries = [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }];
    api.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries });
    await expect(announceByEvent(announcement, options)).rejects.toThrow(
      /Variant Decision abc: ThrottlingException/,
    );
  });
});

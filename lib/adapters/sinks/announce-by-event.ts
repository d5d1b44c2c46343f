import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Announcement } from '../../act/announcement.ts';
import { type EventBridgeSinkOptions, SOURCE } from './eventbridge.ts';

/** Puts an announcement on the bus; its id stands in the detail. @throws if the bus did not take it. */
export async function announceByEvent(
  { type, id, monitor, time, detail }: Announcement,
  { client, bus }: EventBridgeSinkOptions,
): Promise<void> {
  const entry = {
    EventBusName: bus,
    Source: SOURCE,
    DetailType: type,
    Time: new Date(time),
    Detail: JSON.stringify({ id, monitor, time, ...detail }),
  };
  const answer = await client.send(new PutEventsCommand({ Entries: [entry] }));
  if ((answer.FailedEntryCount ?? 0) === 0) return;
  const [failed] = answer.Entries ?? [];
  throw new Error(
    `event bus ${bus} did not take ${type} ${id}: ${failed?.ErrorCode} ${failed?.ErrorMessage}`,
  );
}

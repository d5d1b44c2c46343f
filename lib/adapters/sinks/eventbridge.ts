import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { inBrief } from '../../judge/incident.ts';
import type { RetrainingRequest } from '../../judge/retraining.ts';

export const SOURCE = 'driftwatch';
export const RETRAINING_REQUESTED = 'Retraining Requested';

/** Below EventBridge's 256 KB by what an entry has around its detail. */
const DETAIL_BYTES = 250 * 1024;

export interface EventBridgeSinkOptions {
  readonly client: EventBridgeClient;
  readonly bus: string;
}

/** Puts a retraining request on the bus. @throws if the bus did not take it. */
export async function requestByEvent(
  request: RetrainingRequest,
  { client, bus }: EventBridgeSinkOptions,
): Promise<void> {
  const entry = {
    EventBusName: bus,
    Source: SOURCE,
    DetailType: RETRAINING_REQUESTED,
    Time: new Date(request.requested),
    Detail: detail(request),
  };
  const answer = await client.send(new PutEventsCommand({ Entries: [entry] }));
  if ((answer.FailedEntryCount ?? 0) === 0) return;
  const [failed] = answer.Entries ?? [];
  throw new Error(
    `event bus ${bus} did not take retraining request ${request.id}: ${failed?.ErrorCode} ${failed?.ErrorMessage}`,
  );
}

/** The request; where it is too long, its incidents without all but their worst findings, and then without what its manifest lists. */
function detail(request: RetrainingRequest): string {
  const whole = JSON.stringify(request);
  if (Buffer.byteLength(whole) <= DETAIL_BYTES) return whole;
  const evidence = request.evidence.map((incident) => ({
    ...inBrief(incident, 1),
    findings: incident.findings.slice(0, 1),
  }));
  const shorter = { ...request, evidence, shortened: true };
  const shortened = JSON.stringify(shorter);
  if (Buffer.byteLength(shortened) <= DETAIL_BYTES) return shortened;
  return JSON.stringify({ ...shorter, data: [] });
}

import { approvalMessage } from '../act/approval-message.ts';
import { inBrief } from '../judge/incident.ts';
import type { Incident } from '../judge/incidents.ts';
import {
  type Check,
  decideRetraining,
  type RetrainingDecision,
  type RetrainingRequest,
  requestId,
} from '../judge/retraining.ts';
import { iso } from '../judge/retraining-checks.ts';
import { blackoutEnd } from '../monitor/blackout.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { windowEnd } from '../profile/window.ts';
import { baselineToBeat } from './baseline-to-beat.ts';
import { layout } from './layout.ts';
import { endRequest, pastOf } from './past-requests.ts';
import type { Ports } from './ports.ts';
import { stagedSince, writeManifest } from './retraining-manifest.ts';
import type { RetrainingRecord, WindowRecord } from './state.ts';

/** An event holds 256 KB. */
const EVIDENCE_SENT = 20;

export interface RetrainingStep {
  readonly decision: RetrainingDecision;
  /** What was sent. */
  readonly request: RetrainingRequest | null;
  /** To be written once the audit holds it. */
  readonly record: RetrainingRecord;
}

interface Run {
  readonly ports: Ports;
  readonly monitor: Monitor;
  readonly incidents: readonly Incident[];
  readonly records: readonly WindowRecord[];
  readonly now: Date;
}

/** Decides once and asks until it is noted: a request is written down before it is sent, and sent again after a crash. */
export async function requestRetraining(
  ports: Ports,
  monitor: Monitor,
  incidents: readonly Incident[],
  records: readonly WindowRecord[],
  now: Date,
): Promise<RetrainingStep> {
  const run: Run = { ports, monitor, incidents, records, now };
  const record = (await ports.table.get(monitor.monitor, 'retraining')) as RetrainingRecord;
  if (record.pending) return sendPending(run, record);
  const awaited = record.awaiting ? (JSON.parse(record.awaiting) as RetrainingRequest) : null;
  const lapse = awaited && whyLapsed(run, awaited);
  if (awaited && !lapse) return waitOn(run, record, awaited);
  if (!awaited || !lapse) return decide(run, record, []);
  const message = `request ${awaited.id} lapsed: ${lapse}`;
  const over = endRequest(record, awaited, 'lapsed', { at: now.toISOString() });
  return decide(run, over, [{ name: 'approval', passed: true, message }]);
}

/** Sends what is written down as pending, unless a blackout forbids it. Again after a crash: it keeps its id. */
export async function sendPending(
  { ports, monitor, records, now }: Omit<Run, 'incidents'>,
  record: RetrainingRecord,
): Promise<RetrainingStep> {
  const request = JSON.parse(record.pending ?? '') as RetrainingRequest;
  const { id, reason, evidence, since, checks = [] } = request;
  const end = blackoutEnd(monitor.retrain?.blackout ?? [], now.getTime());
  if (end !== null) {
    const message = `request ${id} is sent after the blackout, which ends on ${iso(end)}`;
    const blackout: Check = { name: 'blackout', passed: false, message };
    return {
      decision: { request: false, reason: message, checks: [blackout] },
      request: null,
      record,
    };
  }
  await writeManifest(ports, monitor, request, records);
  await ports.outlets.requestRetraining(request);
  const decision = { request: true, reason, checks, evidence, since } as const;
  const { at = request.requested, ...by } = request.approved ?? {};
  return { decision, request, record: endRequest(record, request, 'sent', { at, ...by }) };
}

async function decide(
  run: Run,
  record: RetrainingRecord,
  before: readonly Check[],
): Promise<RetrainingStep> {
  const { ports, monitor, incidents, records, now } = run;
  const past = pastOf(record);
  const windows = records.map(({ start, summary: { labelled } }) => ({
    start,
    end: windowEnd(monitor, start),
    labelled,
  }));
  const started = Date.parse(record.started);
  const state = { incidents, windows, past, started, now: now.getTime() };
  const made = decideRetraining(monitor.retrain, state, parseDuration(monitor.window));
  const decision = made.checks ? { ...made, checks: [...before, ...made.checks] } : made;
  if (!decision.request) return { decision, request: null, record };
  const id = requestId(monitor.monitor, decision, past);
  const request = await compose(run, id, decision);
  const isManual = monitor.retrain?.approve === 'manual';
  const written: RetrainingRecord = isManual
    ? { ...record, awaiting: JSON.stringify(request), told: false }
    : { ...record, pending: JSON.stringify(request) };
  await ports.table.write(monitor.monitor, [{ put: written }]);
  return isManual ? waitOn(run, written, request) : sendPending(run, written);
}

async function compose(
  { ports, monitor, records, now }: Run,
  id: string,
  decision: RetrainingDecision & { request: true },
): Promise<RetrainingRequest> {
  const { reason, evidence, since, checks = [] } = decision;
  return {
    id,
    monitor: monitor.monitor,
    reason,
    evidence: evidence.slice(0, EVIDENCE_SENT).map((one) => inBrief(one)),
    ...(await baselineToBeat(ports, monitor, records)),
    since,
    manifest: ports.workspace.locate(layout.request(monitor.monitor, id)),
    data: (await stagedSince(ports, monitor.monitor, since, records)).map(({ folder }) => folder),
    checks,
    requested: now.toISOString(),
  };
}

/** Tells people once what waits for them; nothing is sent. */
async function waitOn(
  { ports, monitor, records }: Run,
  record: RetrainingRecord,
  request: RetrainingRequest,
): Promise<RetrainingStep> {
  const until = approvalEnd(monitor, request);
  if (!record.told) {
    await writeManifest(ports, monitor, request, records);
    await ports.outlets.notify(approvalMessage(request, until));
  }
  const message = `request ${request.id} waits for approval until ${until}`;
  const checks: Check[] = [
    ...(record.told ? [] : (request.checks ?? [])),
    { name: 'approval', passed: false, message },
  ];
  const decision = { request: false, reason: message, checks } as const;
  return { decision, request: null, record: { ...record, told: true } };
}

/** Until when a request may be approved, ISO. */
export function approvalEnd(monitor: Monitor, { requested }: RetrainingRequest): string {
  return iso(Date.parse(requested) + parseDuration(monitor.retrain?.approve_within ?? '7d'));
}

function whyLapsed({ monitor, incidents, now }: Run, request: RetrainingRequest): string | null {
  if (monitor.retrain?.approve !== 'manual')
    return 'the monitor file asks for no approval any more';
  const until = approvalEnd(monitor, request);
  if (now.toISOString() > until) return `nobody approved it until ${until}`;
  const open = new Set(incidents.filter(({ resolved }) => resolved === null).map(({ id }) => id));
  const isOver = request.evidence.length > 0 && !request.evidence.some(({ id }) => open.has(id));
  return isOver ? 'its incidents are over' : null;
}

import { ConfigError } from '../errors.ts';
import type {
  PastRequest,
  RetrainingDecision,
  RetrainingRequest,
  Verdict,
} from '../judge/retraining.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type ActOutcome, NOTHING_ACTED } from './act.ts';
import { writeAudit } from './audit.ts';
import { releaseLease, takeLease } from './lease.ts';
import { endRequest, pastOf } from './past-requests.ts';
import type { Ports } from './ports.ts';
import { approvalEnd, sendPending } from './request-retraining.ts';
import { stagedSince } from './retraining-manifest.ts';
import type { RetrainingRecord, WindowRecord } from './state.ts';

export interface Answer {
  readonly request: string;
  readonly approve: boolean;
  readonly by: string;
  readonly now: Date;
}

/** `sent`, `rejected`, `waits` for the end of a blackout, or `busy`: a run is at work and nothing was done. */
export interface Answered {
  readonly outcome: 'sent' | 'rejected' | 'waits' | 'busy';
  readonly reason: string;
}

/** The request that waits for approval, with the time when it lapses (ISO). */
export async function awaitingApproval(
  ports: Ports,
  monitor: Monitor,
): Promise<{ request: RetrainingRequest; until: string } | null> {
  const record = (await ports.table.get(monitor.monitor, 'retraining')) as RetrainingRecord | null;
  if (!record?.awaiting) return null;
  const request = JSON.parse(record.awaiting) as RetrainingRequest;
  return { request, until: approvalEnd(monitor, request) };
}

/**
 * Approves or rejects a request, and acts on it at once. As in a run: written down, sent, audited, noted.
 *
 * Repeated after a crash it goes on where it stopped; the next run sends what was approved. @throws ConfigError where no
 * such request waits
 */
export async function answerRequest(
  ports: Ports,
  monitor: Monitor,
  answer: Answer,
): Promise<Answered> {
  const name = monitor.monitor;
  const owner = `approve-${answer.request}`;
  if (!(await takeLease(ports, name, owner, answer.now)))
    return { outcome: 'busy', reason: 'another run is at work' };
  try {
    const record = await readRecord(ports, monitor);
    return answer.approve
      ? await approve(ports, monitor, record, answer)
      : await reject(ports, monitor, record, answer);
  } finally {
    await releaseLease(ports, name, owner);
  }
}

async function approve(
  ports: Ports,
  monitor: Monitor,
  record: RetrainingRecord,
  answer: Answer,
): Promise<Answered> {
  const name = monitor.monitor;
  const records = (await ports.table.query(name, 'window#')) as WindowRecord[];
  const approved = approvedBefore(record, answer);
  const written = approved ?? (await writeApproval(ports, monitor, record, records, answer));
  const {
    decision,
    request,
    record: after,
  } = await sendPending({ ports, monitor, records, now: answer.now }, written);
  const { approved: given } = JSON.parse(written.pending ?? '') as RetrainingRequest;
  await audit(ports, monitor, answer, { ...decision, verdict: verdict(answer, given) }, request);
  if (after !== written) await ports.table.write(name, [{ put: after }]);
  return { outcome: request ? 'sent' : 'waits', reason: decision.reason };
}

/** The record where the same request was approved already and may not have been sent. */
function approvedBefore(record: RetrainingRecord, { request }: Answer): RetrainingRecord | null {
  if (!record.pending) return null;
  const { id, approved } = JSON.parse(record.pending) as RetrainingRequest;
  return id === request && approved ? record : null;
}

async function writeApproval(
  ports: Ports,
  monitor: Monitor,
  record: RetrainingRecord,
  records: readonly WindowRecord[],
  answer: Answer,
): Promise<RetrainingRecord> {
  const request = waiting(monitor, record, answer);
  const staged = await stagedSince(ports, monitor.monitor, request.since, records);
  const approved: RetrainingRequest = {
    ...request,
    data: staged.map(({ folder }) => folder),
    approved: { by: answer.by, at: answer.now.toISOString() },
  };
  const pending = JSON.stringify(approved);
  const written: RetrainingRecord = { ...record, awaiting: null, told: false, pending };
  await ports.table.write(monitor.monitor, [{ put: written }]);
  return written;
}

async function reject(
  ports: Ports,
  monitor: Monitor,
  record: RetrainingRecord,
  answer: Answer,
): Promise<Answered> {
  const request = waiting(monitor, record, answer);
  const reason = `request ${request.id} was rejected by ${answer.by}`;
  await audit(ports, monitor, answer, { request: false, reason, verdict: verdict(answer) }, null);
  const end = { at: answer.now.toISOString(), by: answer.by };
  await ports.table.write(monitor.monitor, [{ put: endRequest(record, request, 'rejected', end) }]);
  return { outcome: 'rejected', reason };
}

/** @throws ConfigError where it doesn't wait */
function waiting(
  monitor: Monitor,
  record: RetrainingRecord,
  { request: id, now }: Answer,
): RetrainingRequest {
  const awaited = record.awaiting ? (JSON.parse(record.awaiting) as RetrainingRequest) : null;
  if (awaited?.id !== id) {
    const over = pastOf(record).findLast((one) => one.id === id);
    const instead = awaited ? `the one that waits is ${awaited.id}` : 'none waits';
    throw new ConfigError(
      `request ${id} of ${monitor.monitor} waits for nobody: ${over ? describeEnd(over) : instead}`,
    );
  }
  const until = approvalEnd(monitor, awaited);
  if (now.toISOString() > until)
    throw new ConfigError(
      `request ${id} of ${monitor.monitor} lapsed on ${until}: the next run decides anew`,
    );
  return awaited;
}

function describeEnd({ outcome, ended, by }: PastRequest): string {
  const how = outcome === 'lapsed' ? 'lapsed' : `was ${outcome}`;
  return `it ${how}${by === undefined ? '' : ` by ${by}`} on ${ended}`;
}

function verdict(answer: Answer, given?: Verdict) {
  const { by, at } = given ?? { by: answer.by, at: answer.now.toISOString() };
  return { request: answer.request, approved: answer.approve, by, at };
}

async function audit(
  ports: Ports,
  monitor: Monitor,
  { request: id, now }: Answer,
  retraining: RetrainingDecision,
  request: RetrainingRequest | null,
): Promise<void> {
  const acted: ActOutcome = { ...NOTHING_ACTED, retraining, request };
  const run = `approve-${id}`;
  await writeAudit(ports, { monitor, run, now, ...NOTHING_READ, acted });
}

const NOTHING_READ = { shards: [], claims: [], windows: [], unfinished: [] };

/** @throws ConfigError where the monitor has never run */
async function readRecord(ports: Ports, monitor: Monitor): Promise<RetrainingRecord> {
  const record = await ports.table.get(monitor.monitor, 'retraining');
  if (!record)
    throw new ConfigError(`${monitor.monitor} has never run: nothing waits for approval`);
  return record as RetrainingRecord;
}

import { inBrief } from '../judge/incident.ts';
import type { Incident } from '../judge/incidents.ts';
import {
  decideRetraining,
  type RetrainingDecision,
  type RetrainingRequest,
  requestId,
} from '../judge/retraining.ts';
import type { Monitor } from '../monitor/schema.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';
import type { RetrainingRecord, WindowRecord } from './state.ts';
import { byVersion } from './version.ts';

/** An event holds 256 KB. */
const EVIDENCE_SENT = 20;

/** Decides once and asks until it is noted: a request is written down before it is sent, and sent again after a crash. */
export async function requestRetraining(
  ports: Ports,
  monitor: Monitor,
  incidents: readonly Incident[],
  records: readonly WindowRecord[],
  now: Date,
) {
  const record = (await ports.table.get(monitor.monitor, 'retraining')) as RetrainingRecord;
  const pending = record.pending ? (JSON.parse(record.pending) as RetrainingRequest) : null;
  const last = record.last === null ? null : Date.parse(record.last);
  const decision: RetrainingDecision = pending
    ? { request: true, reason: pending.reason, evidence: pending.evidence, since: pending.since }
    : decideRetraining(monitor.retrain, incidents, last, Date.parse(record.started), now.getTime());
  if (!decision.request) return { decision, request: null, record };
  const request = pending ?? (await compose(ports, monitor, decision, last, records, now));
  if (!pending)
    await ports.table.write(monitor.monitor, [
      { put: { ...record, pending: JSON.stringify(request) } },
    ]);
  await ports.outlets.requestRetraining(request);
  const sent: RetrainingRecord = { ...record, last: request.requested, pending: null };
  return { decision, request, record: sent };
}

async function compose(
  ports: Ports,
  monitor: Monitor,
  decision: RetrainingDecision & { request: true },
  last: number | null,
  records: readonly WindowRecord[],
  now: Date,
): Promise<RetrainingRequest> {
  return {
    id: requestId(monitor.monitor, decision, last),
    monitor: monitor.monitor,
    reason: decision.reason,
    evidence: decision.evidence.slice(0, EVIDENCE_SENT).map((one) => inBrief(one)),
    baseline: await baselineOf(ports, monitor.monitor),
    since: decision.since,
    data: await dataSince(ports, monitor.monitor, decision.since, records),
    requested: now.toISOString(),
  };
}

async function baselineOf(ports: Ports, monitor: string): Promise<string> {
  const prefix = layout.baselines(monitor);
  const versions = (await ports.workspace.list(prefix)).map(
    ({ key }) => key.slice(prefix.length).split('/')[0] ?? '',
  );
  return versions.sort(byVersion).at(-1) ?? '';
}

/** Where the normalised predictions of every window since an onset lie. */
async function dataSince(
  ports: Ports,
  monitor: string,
  since: string | null,
  records: readonly WindowRecord[],
): Promise<string[]> {
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const affected = records.filter(({ start }) => start >= from);
  const staged = await Promise.all(
    affected.map(async ({ start }) => {
      const prefix = layout.staged(monitor, start);
      return (await ports.workspace.list(prefix)).length > 0
        ? [ports.workspace.locate(prefix)]
        : [];
    }),
  );
  return staged.flat();
}

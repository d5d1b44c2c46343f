import { composeMessage } from '../act/compose-message.ts';
import { foldIncidents, type Incident, type JudgedWindow } from '../judge/incidents.ts';
import {
  decideRetraining,
  type RetrainingDecision,
  type RetrainingRequest,
  requestId,
} from '../judge/retraining.ts';
import type { Monitor } from '../monitor/schema.ts';
import { layout } from './layout.ts';
import type { Ports, TableWrite } from './ports.ts';
import {
  type IncidentRecord,
  incidentKey,
  type RetrainingRecord,
  type WindowRecord,
} from './state.ts';
import { byVersion } from './version.ts';

/** An event holds 256 KB. */
const EVIDENCE_SENT = 20;

export interface ActOutcome {
  readonly opened: readonly Incident[];
  readonly resolved: readonly Incident[];
  /** Incidents that a correction undid: no window gives rise to them any more. */
  readonly withdrawn: readonly Incident[];
  readonly ongoing: readonly Incident[];
  readonly retraining: RetrainingDecision;
  readonly request: RetrainingRequest | null;
}

/**
 * Compares the incidents that the whole history gives with those that people were told of, and tells them the difference.
 *
 * What was told is noted after it was told: a crash between the two tells it again rather than never.
 */
export async function act(ports: Ports, monitor: Monitor, now: Date): Promise<ActOutcome> {
  const changes = await compareIncidents(ports, monitor);
  const { decision, request, record } = await retrain(ports, monitor, changes.current, now);
  const outcome: ActOutcome = { ...changes, retraining: decision, request };
  const message = composeMessage(monitor.monitor, outcome, {
    results: ports.workspace.locate(`results/${monitor.monitor}/`),
    window: (start) => ports.workspace.locate(layout.result(monitor.monitor, Date.parse(start))),
  });
  if (message) await ports.outlets.notify(message);
  await note(ports, monitor.monitor, changes, record);
  return outcome;
}

type Changes = Pick<ActOutcome, 'opened' | 'resolved' | 'withdrawn' | 'ongoing'> & {
  readonly current: readonly Incident[];
};

async function compareIncidents(ports: Ports, monitor: Monitor): Promise<Changes> {
  const records = (await ports.table.query(monitor.monitor, 'window#')) as WindowRecord[];
  const windows = records.flatMap(({ judged }): JudgedWindow[] => (judged ? [judged] : []));
  const [count = 1, of = 1] = monitor.alerts.confirm.split(' of ').map(Number);
  const current = foldIncidents(windows, { count, of });
  const told = (await ports.table.query(monitor.monitor, 'incident#')) as IncidentRecord[];
  const before = new Map(told.map(({ incident }) => [incident.id, incident]));
  const now = new Map(current.map((incident) => [incident.id, incident]));
  return {
    current,
    opened: current.filter(({ id }) => !before.has(id)),
    resolved: current.filter(
      ({ id, resolved }) => resolved !== null && before.get(id)?.resolved === null,
    ),
    withdrawn: told
      .map(({ incident }) => incident)
      .filter(({ id, resolved }) => resolved === null && !now.has(id)),
    ongoing: current.filter(({ id, resolved }) => resolved === null && before.has(id)),
  };
}

/** Notes what was told and sent; in one transaction, unless there is more than one can hold. */
async function note(ports: Ports, monitor: string, changes: Changes, record: RetrainingRecord) {
  const told = (await ports.table.query(monitor, 'incident#')) as IncidentRecord[];
  const known = new Map(told.map(({ sk, incident }) => [sk, JSON.stringify(incident)]));
  const writes: TableWrite[] = [
    ...changes.withdrawn.map((incident) => ({ remove: incidentKey(incident) })),
    ...changes.current
      .filter((incident) => known.get(incidentKey(incident)) !== JSON.stringify(incident))
      .map((incident) => ({ put: { sk: incidentKey(incident), incident } })),
    { put: record },
  ];
  for (let i = 0; i < writes.length; i += 100)
    await ports.table.write(monitor, writes.slice(i, i + 100));
}

/** Decides once and asks until it is noted: a request is written down before it is sent, and sent again after a crash. */
async function retrain(ports: Ports, monitor: Monitor, incidents: readonly Incident[], now: Date) {
  const record = (await ports.table.get(monitor.monitor, 'retraining')) as RetrainingRecord;
  const pending = record.pending ? (JSON.parse(record.pending) as RetrainingRequest) : null;
  const last = record.last === null ? null : Date.parse(record.last);
  const decision: RetrainingDecision = pending
    ? { request: true, reason: pending.reason, evidence: pending.evidence, since: pending.since }
    : decideRetraining(monitor.retrain, incidents, last, Date.parse(record.started), now.getTime());
  if (!decision.request) return { decision, request: null, record };
  const request = pending ?? (await compose(ports, monitor, decision, last, now));
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
  now: Date,
): Promise<RetrainingRequest> {
  return {
    id: requestId(monitor.monitor, decision, last),
    monitor: monitor.monitor,
    reason: decision.reason,
    evidence: decision.evidence.slice(0, EVIDENCE_SENT),
    baseline: await baselineOf(ports, monitor.monitor),
    since: decision.since,
    data: await dataSince(ports, monitor.monitor, decision.since),
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
async function dataSince(ports: Ports, monitor: string, since: string | null): Promise<string[]> {
  const records = (await ports.table.query(monitor, 'window#')) as WindowRecord[];
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

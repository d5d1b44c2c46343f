import { createHash } from 'node:crypto';
import { composeMessage } from '../act/compose-message.ts';
import { foldIncidents, type Incident } from '../judge/incidents.ts';
import {
  decideRetraining,
  type RetrainingDecision,
  type RetrainingRequest,
  requestId,
} from '../judge/retraining.ts';
import type { Monitor } from '../monitor/schema.ts';
import { inBatches } from './due.ts';
import { confirmOf, readHistories } from './history.ts';
import { layout } from './layout.ts';
import type { Ports, TableWrite } from './ports.ts';
import type { Shard } from './shard.ts';
import {
  type IncidentRecord,
  incidentKey,
  type RetrainingRecord,
  type WindowRecord,
} from './state.ts';
import { byVersion } from './version.ts';

/** Of the item that says that people were told. The name of an object may be too long for a key. */
export const asideKey = ({ key, shard }: Pick<SetAside, 'key' | 'shard'>) =>
  `aside#${shard}#${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;

/** An event holds 256 KB. */
const EVIDENCE_SENT = 20;

export interface ActOutcome {
  readonly opened: readonly Incident[];
  readonly resolved: readonly Incident[];
  /** Incidents that a correction undid: no window gives rise to them any more. */
  readonly withdrawn: readonly Incident[];
  readonly ongoing: readonly Incident[];
  /** Inputs that could not be read and are not tried any more. */
  readonly aside: readonly SetAside[];
  readonly retraining: RetrainingDecision;
  readonly request: RetrainingRequest | null;
}

/** An input that is not tried any more: `driftwatch replay` has it read again. */
export interface SetAside {
  readonly key: string;
  readonly shard: string;
  readonly reason: string;
}

/**
 * Compares the incidents that the whole history gives with those that people were told of, and tells them the difference.
 *
 * `note` is to be called once the audit holds what was told: a crash before it tells it again rather than never.
 */
export async function act(
  ports: Ports,
  monitor: Monitor,
  input: {
    readonly now: Date;
    /** All that are remembered, by start. */
    readonly records: readonly WindowRecord[];
    /** What this run worked on. */
    readonly shards: readonly Shard[];
  },
): Promise<{ outcome: ActOutcome; note: () => Promise<void> }> {
  const { now, records } = input;
  const changes = await compareIncidents(ports, monitor, records);
  const aside = await newlyAside(ports, monitor.monitor, input.shards);
  const { decision, request, record } = await retrain(
    ports,
    monitor,
    changes.current,
    records,
    now,
  );
  const outcome: ActOutcome = { ...changes, aside, retraining: decision, request };
  const message = composeMessage(monitor.monitor, outcome, {
    results: ports.workspace.locate(`results/${monitor.monitor}/`),
    window: (start) => ports.workspace.locate(layout.result(monitor.monitor, Date.parse(start))),
  });
  if (message) await ports.outlets.notify(message);
  return { outcome, note: () => note(ports, monitor.monitor, changes, aside, record) };
}

type Changes = Pick<ActOutcome, 'opened' | 'resolved' | 'withdrawn' | 'ongoing'> & {
  readonly current: readonly Incident[];
};

async function compareIncidents(
  ports: Ports,
  monitor: Monitor,
  records: readonly WindowRecord[],
): Promise<Changes> {
  const { windows, histories } = await readHistories(ports, monitor.monitor, records);
  const current = foldIncidents(windows, confirmOf(monitor), histories);
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

/** What was set aside and people were not told of. */
async function newlyAside(ports: Ports, monitor: string, shards: readonly Shard[]) {
  const told = new Set((await ports.table.query(monitor, 'aside#')).map(({ sk }) => sk));
  const found = shards.flatMap(({ id, aside }) =>
    Object.entries(aside).map(([key, reason]) => ({ key, shard: id, reason })),
  );
  return found.filter((one) => !told.has(asideKey(one)));
}

/** Notes what was told and sent; in one transaction, unless there is more than one can hold. */
async function note(
  ports: Ports,
  monitor: string,
  changes: Changes,
  aside: readonly SetAside[],
  record: RetrainingRecord,
) {
  const told = (await ports.table.query(monitor, 'incident#')) as IncidentRecord[];
  const known = new Map(told.map(({ sk, incident }) => [sk, JSON.stringify(incident)]));
  const writes: TableWrite[] = [
    ...changes.withdrawn.map((incident) => ({ remove: incidentKey(incident) })),
    ...changes.current
      .filter((incident) => known.get(incidentKey(incident)) !== JSON.stringify(incident))
      .map((incident) => ({ put: { sk: incidentKey(incident), incident } })),
    ...aside.map((one) => ({ put: { sk: asideKey(one), ...one } })),
    { put: record },
  ];
  await inBatches(ports, monitor, writes);
}

/** Decides once and asks until it is noted: a request is written down before it is sent, and sent again after a crash. */
async function retrain(
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
    evidence: decision.evidence.slice(0, EVIDENCE_SENT),
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

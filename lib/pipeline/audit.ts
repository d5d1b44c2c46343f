import { createHash } from 'node:crypto';
import type { Monitor } from '../monitor/schema.ts';
import type { ActOutcome } from './act.ts';
import { layout } from './layout.ts';
import type { Item, Ports } from './ports.ts';
import type { Claim, Shard } from './shard.ts';
import type { WindowRecord, WindowSummary } from './state.ts';

/** What a run read, computed, decided and did. `hash` covers everything else, `previous` the record before it. */
export interface AuditRecord {
  readonly schema: 1;
  readonly run: string;
  readonly monitor: string;
  readonly started: string;
  readonly outcome: 'done' | 'failed';
  readonly error: string | null;
  readonly configuration: Monitor;
  readonly read: readonly (Pick<
    Shard,
    | 'id'
    | 'kind'
    | 'part'
    | 'baseline'
    | 'state'
    | 'tries'
    | 'without'
    | 'kept'
    | 'rows'
    | 'unmatched'
    | 'rejected'
    | 'windows'
  > &
    Pick<Claim, 'objects' | 'ranges'>)[];
  readonly judged: readonly WindowSummary[];
  /** Starts (ISO) of windows that are over and could not be brought up to date. */
  readonly unfinished: readonly string[];
  readonly acted: ActOutcome | null;
  readonly previous: string | null;
  readonly hash: string;
}

interface Head extends Item {
  readonly hash: string;
}

/** Writes the audit record of a run, chained to the one before it. */
export async function writeAudit(
  ports: Ports,
  run: {
    readonly monitor: Monitor;
    readonly run: string;
    readonly now: Date;
    readonly shards: readonly Shard[];
    /** Of each shard. */
    readonly claims: readonly Claim[];
    /** Windows that no audit record holds as they are now. */
    readonly windows: readonly WindowRecord[];
    readonly unfinished: readonly string[];
    readonly acted: ActOutcome | null;
    readonly error?: string;
  },
): Promise<void> {
  const { monitor } = run;
  const head = (await ports.table.get(monitor.monitor, 'audit-head')) as Head | null;
  const content: Omit<AuditRecord, 'hash'> = {
    schema: 1,
    run: run.run,
    monitor: monitor.monitor,
    started: run.now.toISOString(),
    outcome: run.error === undefined ? 'done' : 'failed',
    error: run.error ?? null,
    configuration: monitor,
    read: run.shards.map((shard, i) => readOf(shard, run.claims[i])),
    judged: run.windows.map(({ summary }) => summary),
    unfinished: run.unfinished,
    acted: run.acted,
    previous: head?.hash ?? null,
  };
  const record: AuditRecord = { ...content, hash: sha256(JSON.stringify(content)) };
  // Named after its place in the chain too: a run that failed and was taken up again leaves both records.
  const place = record.previous === null ? '' : `-${record.previous.slice(0, 8)}`;
  const name = `${record.started.replaceAll(/[:.]/g, '')}-${run.run}`.slice(0, 200) + place;
  await ports.workspace.write(
    layout.audit(monitor.monitor, record.started.slice(0, 10), name),
    `${JSON.stringify(record)}\n`,
  );
  await ports.table.write(monitor.monitor, [{ put: { sk: 'audit-head', hash: record.hash } }]);
}

function readOf(shard: Shard, claim: Claim | undefined): AuditRecord['read'][number] {
  const { id, kind, part, baseline, state, tries, without, kept } = shard;
  const { rows, unmatched, rejected, windows } = shard;
  const { objects, ranges } = claim ?? { objects: [], ranges: [] };
  return {
    id,
    kind,
    objects,
    ranges,
    part,
    baseline,
    state,
    tries,
    without,
    kept,
    rows,
    unmatched,
    rejected,
    windows,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

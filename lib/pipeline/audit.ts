import { appendRecord } from '../audit/append-record.ts';
import { type CodeVersion, codeVersion } from '../audit/code-version.ts';
import { configurationDigest } from '../audit/origin.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { ActOutcome } from './act.ts';
import type { Ports } from './ports.ts';
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
  /** What concluded the run; missing where an older release did. */
  readonly code?: CodeVersion;
  readonly configuration: Monitor;
  /** SHA-256 of it; windows name it by that. */
  readonly configurationDigest?: string;
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
  await appendRecord(ports, {
    schema: 1,
    run: run.run,
    monitor: monitor.monitor,
    started: run.now.toISOString(),
    outcome: run.error === undefined ? 'done' : 'failed',
    error: run.error ?? null,
    code: codeVersion(),
    configuration: monitor,
    configurationDigest: configurationDigest(monitor),
    read: run.shards.map((shard, i) => readOf(shard, run.claims[i])),
    judged: run.windows.map(({ summary }) => summary),
    unfinished: run.unfinished,
    acted: run.acted,
  });
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

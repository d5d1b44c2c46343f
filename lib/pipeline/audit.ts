import { createHash } from 'node:crypto';
import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import type { ActOutcome } from './act.ts';
import { layout } from './layout.ts';
import type { Item, Ports } from './ports.ts';
import type { Shard } from './shard.ts';

/** What a run read, computed, decided and did. `hash` covers everything else, `previous` the record before it. */
export interface AuditRecord {
  readonly schema: 1;
  readonly run: string;
  readonly monitor: string;
  readonly started: string;
  readonly outcome: 'done' | 'failed';
  readonly error: string | null;
  readonly configuration: Monitor;
  readonly read: readonly Pick<
    Shard,
    | 'id'
    | 'kind'
    | 'objects'
    | 'ranges'
    | 'baseline'
    | 'state'
    | 'tries'
    | 'rows'
    | 'rejected'
    | 'windows'
  >[];
  readonly judged: readonly (Pick<
    WindowResult,
    'window' | 'baseline' | 'rows' | 'rejected' | 'labelled'
  > & {
    readonly alerts: number;
    readonly warnings: number;
    /** SHA-256 of the result as written. */
    readonly digest: string;
  })[];
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
    readonly windows: readonly WindowResult[];
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
    read: run.shards.map(
      ({ id, kind, objects, ranges, baseline, state, tries, rows, rejected, windows }) => ({
        id,
        kind,
        objects,
        ranges,
        baseline,
        state,
        tries,
        rows,
        rejected,
        windows,
      }),
    ),
    judged: run.windows.map((result) => ({
      window: result.window,
      baseline: result.baseline,
      rows: result.rows,
      rejected: result.rejected,
      labelled: result.labelled,
      alerts: result.findings.filter(({ severity }) => severity === 'alert').length,
      warnings: result.findings.filter(({ severity }) => severity === 'warning').length,
      digest: sha256(JSON.stringify(result, null, 1)),
    })),
    acted: run.acted,
    previous: head?.hash ?? null,
  };
  const record: AuditRecord = { ...content, hash: sha256(JSON.stringify(content)) };
  const name = `${record.started.replaceAll(/[:.]/g, '')}-${run.run}`.slice(0, 200);
  await ports.workspace.write(
    layout.audit(monitor.monitor, record.started.slice(0, 10), name),
    `${JSON.stringify(record)}\n`,
  );
  await ports.table.write(monitor.monitor, [{ put: { sk: 'audit-head', hash: record.hash } }]);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

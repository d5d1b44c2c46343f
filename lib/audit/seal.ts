import type { AuditRecord } from '../pipeline/audit.ts';
import { layout } from '../pipeline/layout.ts';
import { sha256 } from './digest.ts';

/** The record with its hash, which covers all that stands before it in the file. */
export function seal(content: Omit<AuditRecord, 'hash'>): AuditRecord {
  return { ...content, hash: sha256(JSON.stringify(content)) };
}

/** The one text that a record's file may have. */
export function recordText(record: AuditRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** Named after its run and its place in the chain: a run that failed and was taken up again leaves both records. */
export function recordKey({
  monitor,
  run,
  started,
  previous,
}: Pick<AuditRecord, 'monitor' | 'run' | 'started' | 'previous'>): string {
  const place = previous === null ? '' : `-${previous.slice(0, 8)}`;
  const name = `${started.replaceAll(/[:.]/g, '')}-${run}`.slice(0, 200) + place;
  return layout.audit(monitor, started.slice(0, 10), name);
}

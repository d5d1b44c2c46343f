import type { AuditRecord } from '../pipeline/audit.ts';
import { recordKey, recordText, seal } from './seal.ts';

/** What a record's file says of its place in the chain. */
export interface RecordFacts {
  readonly key: string;
  /** As it states it; null where it states none. */
  readonly hash: string | null;
  readonly previous: string | null;
  /** ISO; '' where it states none. */
  readonly started: string;
  /** By a release that announced no record before it wrote it: a crash could leave two after the same one. */
  readonly unannounced: boolean;
  /** Why it is not what was written; null where it is. */
  readonly altered: string | null;
  /** Where it was written, if not here. */
  readonly belongs: string | null;
}

/** Reads a file of `audit/<monitor>/`; the record is null where the text is none. */
export function factsOf(
  key: string,
  text: string,
): { facts: RecordFacts; record: AuditRecord | null } {
  const record = parse(text);
  if (!record) {
    const altered = 'it is no audit record';
    const nothing = { hash: null, previous: null, started: '', unannounced: false, belongs: null };
    return { facts: { key, ...nothing, altered }, record };
  }
  const { hash, ...content } = record;
  const own = recordKey(record);
  const facts: RecordFacts = {
    key,
    hash,
    previous: record.previous,
    started: record.started,
    unannounced: record.code === undefined,
    altered: alteration(text, record, seal(content).hash),
    belongs: own === key ? null : own,
  };
  return { facts, record };
}

function alteration(text: string, record: AuditRecord, hash: string): string | null {
  if (hash !== record.hash)
    return `its content gives the hash ${hash}, and it states ${record.hash}`;
  return recordText(record) === text ? null : 'its text is not the one that a record is written as';
}

function parse(text: string): AuditRecord | null {
  try {
    const record = JSON.parse(text) as AuditRecord;
    const isText = (...values: unknown[]) => values.every((value) => typeof value === 'string');
    return isText(record.hash, record.monitor, record.run, record.started) &&
      (record.previous === null || isText(record.previous))
      ? record
      : null;
  } catch {
    return null;
  }
}

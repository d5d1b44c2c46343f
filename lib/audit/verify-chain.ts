import type { Announced } from './head.ts';
import type { RecordFacts } from './record-facts.ts';

export type FaultKind = 'altered' | 'missing' | 'moved' | 'copied' | 'forked';

/** One thing that is wrong with a chain. */
export interface ChainFault {
  readonly kind: FaultKind;
  /** The record's key; of one that is missing, that of the record after it, or `audit-head`. */
  readonly key: string;
  /** A sentence for people. */
  readonly message: string;
}

export interface Verification {
  readonly records: number;
  /** Keys; null where there is no record. */
  readonly first: string | null;
  readonly last: string | null;
  /** The hash that the table names as the last one's. */
  readonly head: string | null;
  readonly faults: readonly ChainFault[];
  /** What looks odd and may be: a run that ended between two writes. */
  readonly notes: readonly string[];
}

/** The end of a chain as the table names it. */
export interface ChainHead {
  readonly hash: string | null;
  readonly writing?: Announced | null;
}

/**
 * Whether the records are those that were written, all of them and in their order.
 *
 * `head` null: the table knows of no record. Every record states the hash of its content and of the one before it; the
 * walk goes from the head back, and over a gap from the youngest record before it that nothing follows.
 */
export function verifyChain(records: readonly RecordFacts[], head: ChainHead | null): Verification {
  const { faults: ofFiles, kept } = judgeFiles(records);
  const { chain, faults: ofLinks, notes } = walk(kept, head);
  return {
    records: records.length,
    first: chain.at(-1)?.key ?? null,
    last: chain[0]?.key ?? null,
    head: head?.hash ?? null,
    faults: [...ofFiles, ...ofLinks],
    notes,
  };
}

/** What is wrong with files by themselves, and the one file of each hash that counts. */
function judgeFiles(records: readonly RecordFacts[]) {
  const faults: ChainFault[] = [];
  const kept = new Map<string, RecordFacts>();
  // The file that lies where it was written comes before its copies.
  const inPlace = [...records].sort(
    (a, b) => Number(a.belongs !== null) - Number(b.belongs !== null),
  );
  for (const record of inPlace) {
    const { key, hash, altered, belongs } = record;
    const original = hash === null ? undefined : kept.get(hash);
    if (altered !== null) faults.push({ kind: 'altered', key, message: `was altered: ${altered}` });
    else if (original)
      faults.push({ kind: 'copied', key, message: `is a copy of ${original.key}` });
    else if (belongs !== null)
      faults.push({
        kind: 'moved',
        key,
        message: `was moved or renamed: its record was written to ${belongs}`,
      });
    if (hash !== null && !original) kept.set(hash, record);
  }
  return { faults, kept };
}

function walk(kept: ReadonlyMap<string, RecordFacts>, head: ChainHead | null) {
  const faults: ChainFault[] = [];
  const chain: RecordFacts[] = [];
  const left = new Set(kept.values());
  const followed = new Set([...kept.values()].map(({ previous }) => previous));
  const { end, notes } = endOf(kept, head);
  let [wanted, from] = [end, 'audit-head'];
  while (wanted !== null || (chain.length === 0 && ![...left].every(isLeftBehind))) {
    let next = wanted === null ? undefined : kept.get(wanted);
    if (!next || !left.has(next)) {
      const before = chain.at(-1)?.started ?? '\uffff';
      const tips = [...left].filter(
        ({ hash, started }) => !followed.has(hash) && started <= before,
      );
      next = tips.sort((a, b) => (a.started < b.started ? 1 : -1))[0];
      faults.push(gap(from, wanted, next));
      if (!next) break;
    }
    left.delete(next);
    chain.push(next);
    [wanted, from] = [next.previous, next.key];
  }
  const announced = chain.filter(({ unannounced }) => !unannounced).at(-1)?.started ?? '\uffff';
  for (const record of left) {
    const { key, previous, hash, started } = record;
    const follows = previous === null ? 'no record' : (kept.get(previous)?.key ?? previous);
    if (record.unannounced && !followed.has(hash) && started < announced)
      notes.push(
        `${key} follows ${follows} beside the chain: a run of an older release ended between writing and noting it`,
      );
    else
      faults.push({
        kind: 'forked',
        key,
        message: `follows ${follows} beside the chain: it was put there, or another one was put in its place`,
      });
  }
  return { chain, faults, notes };
}

/** What an older release may leave where its very first run ends between writing its record and noting it. */
const isLeftBehind = ({ unannounced, previous }: RecordFacts) => unannounced && previous === null;

function gap(from: string, wanted: string | null, tip: RecordFacts | undefined): ChainFault {
  const nearest = tip ? `the nearest before it is ${tip.key}` : 'there is none before it';
  const message =
    wanted === null
      ? `is missing in the table: nothing says whether ${tip?.key ?? 'any'} is the last record`
      : `names ${wanted}, which no record has: ${from === 'audit-head' ? 'the last record' : 'the record before it'} is missing or was written anew; ${nearest}`;
  return { kind: 'missing', key: from, message };
}

/** Where the walk begins: at a record that was announced and is there, else at the head. */
function endOf(kept: ReadonlyMap<string, RecordFacts>, head: ChainHead | null) {
  const { hash = null, writing = null } = head ?? {};
  if (!writing) return { end: hash, notes: [] };
  const isThere = kept.has(writing.hash);
  const note = isThere
    ? `${writing.key} is written and not noted yet: its run is at work or ended there, and the next one goes on from it`
    : `${writing.key} is announced and not written yet: its run is at work or ended there, and the next one goes on without it`;
  return { end: isThere ? writing.hash : hash, notes: [note] };
}

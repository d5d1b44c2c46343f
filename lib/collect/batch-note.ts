import type { Item } from '../pipeline/ports.ts';
import type { Batch } from './batches.ts';
import type { Pair } from './record.ts';
import {
  doneKey,
  feedbackKey,
  hashOf,
  type Spool,
  sideKey,
  type Waiting,
  waitingOf,
} from './spool.ts';

/** The batch that is being written, in the spool: there is one at a time. */
export interface BatchNote extends Item {
  readonly sk: 'batch';
  /** `noted`: its halves are all there and its objects may not be; `written`: the other way round; `free`: nothing is left of it. */
  readonly stage: 'noted' | 'written' | 'free';
  /** Which batch it is of, and its stage: what a write has to find. */
  readonly state: string;
  readonly number: number;
  /** Of its objects. */
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** One request's part in a batch. */
type Entry =
  | { readonly id: string; readonly as: 'pair' | 'request' | 'response' }
  | { readonly id: string; readonly as: 'feedback'; readonly digest: string };

const NOTE = 'batch';

/** The note of a new batch after `before`, null where there was none. */
export function noteOf(before: BatchNote | null, batch: Batch, now: Date): BatchNote {
  const number = (before?.number ?? 0) + 1;
  return {
    ...{ sk: NOTE, stage: 'noted', state: `${number} noted`, number },
    name: `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}-${number}`,
    entries: [
      ...batch.pairs.map(({ request: { id } }) => ({ id, as: 'pair' }) as const),
      ...batch.feedback.map(
        ({ id, payload }) => ({ id, as: 'feedback', digest: hashOf(payload) }) as const,
      ),
      ...batch.aside.map(({ id, side }) => ({ id, as: side as 'request' | 'response' })),
    ],
  };
}

export function inStage(note: BatchNote, stage: 'written' | 'free'): BatchNote {
  return {
    ...{ ...note, stage, state: `${note.number} ${stage}` },
    ...(stage === 'free' && { entries: [] }),
  };
}

/** The halves that a batch takes out of the spool. */
export function halfKeysOf({ entries }: BatchNote): string[] {
  return entries.flatMap(keysOf);
}

function keysOf(entry: Entry): string[] {
  const { id, as } = entry;
  if (as === 'feedback') return [feedbackKey(id, entry.digest)];
  return as === 'pair' ? [sideKey(id, 'request'), sideKey(id, 'response')] : [sideKey(id, as)];
}

/** What keeps the pairs of a batch from being written again. */
export function doneKeysOf({ entries }: BatchNote): string[] {
  return entries.flatMap(({ id, as }) => (as === 'pair' ? [doneKey(id)] : []));
}

/** The batch of a note again, from what is in the spool of it. */
export function batchAgain({ entries }: BatchNote, items: readonly (Item | null)[]): Batch {
  const halves = new Map<string, Waiting>();
  for (const item of items) if (item !== null) halves.set(item.sk, waitingOf(item));
  const of = (...kinds: readonly Entry['as'][]) =>
    entries
      .filter((entry) => kinds.includes(entry.as) && keysOf(entry).every((key) => halves.has(key)))
      .map((entry) => keysOf(entry).map((key) => halves.get(key) as Waiting));
  return {
    pairs: of('pair').map(([request, response]) => ({ request, response }) as Pair),
    feedback: of('feedback').flat(),
    aside: of('request', 'response').flat(),
  };
}

export async function readNote(spool: Spool, monitor: string): Promise<BatchNote | null> {
  return (await spool.get(monitor, NOTE)) as BatchNote | null;
}

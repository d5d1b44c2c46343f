import { ConflictError } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import type { Item, Workspace } from '../pipeline/ports.ts';
import {
  type BatchNote,
  batchAgain,
  doneKeysOf,
  halfKeysOf,
  inStage,
  noteOf,
  readNote,
} from './batch-note.ts';
import type { Batch } from './batches.ts';
import { type Collected, objectsOf } from './objects.ts';
import { doneKey, halfKey, type Spool, type Waiting } from './spool.ts';

export interface CollectPorts {
  readonly spool: Spool;
  readonly workspace: Workspace;
}

const AT_ONCE = 32;
/** How long a request that was written is known, in milliseconds: whoever sends an event again does so sooner. */
const KNOWN = 7 * 86_400_000;

/**
 * Writes a batch and takes it out of the spool, exactly once: what was begun before is ended first, and a repeat after a crash at
 * any point makes the same objects.
 *
 * @returns how many of its pairs had been written before, and so were not again
 * @throws ConflictError where another writer is at work
 */
export async function writeBatch(
  ports: CollectPorts,
  collected: Collected,
  batch: Batch,
  now: Date,
): Promise<number> {
  const { spool } = ports;
  const { monitor } = collected;
  const before = await readNote(spool, monitor);
  if (before && before.stage !== 'free') throw atWork(monitor);
  const known = await inParallel(batch.pairs, AT_ONCE, ({ request }) =>
    spool.get(monitor, doneKey(request.id)),
  );
  const fresh = batch.pairs.filter((_, i) => known[i] === null);
  const repeated = batch.pairs.filter((_, i) => known[i] !== null);
  await removeAll(
    ports,
    monitor,
    repeated.flatMap(({ request, response }) => [request, response]).map(halfKey),
  );
  // Another writer may have written and removed them since they were listed. Those that are there now are in no other batch, for
  // there is none, and the note below finds out if one was begun meanwhile.
  const left = {
    pairs: fresh,
    feedback: await stillThere(spool, monitor, batch.feedback),
    aside: await stillThere(spool, monitor, batch.aside),
  };
  const note = noteOf(before, left, now);
  if (note.entries.length === 0) return repeated.length;
  await spool.write(monitor, [
    before
      ? { put: note, when: { field: 'state', is: before.state } }
      : { put: note, unless: 'exists' },
  ]);
  await finish(ports, collected, note, left, now);
  return repeated.length;
}

/** Ends the batch that somebody began and did not end. @throws ConflictError where another writer is at work */
export async function endBegun(
  ports: CollectPorts,
  collected: Collected,
  now: Date,
): Promise<void> {
  const { monitor } = collected;
  const note = await readNote(ports.spool, monitor);
  if (!note || note.stage === 'free') return;
  if (note.stage === 'written') return clear(ports, monitor, note, now);
  const items = await inParallel(halfKeysOf(note), AT_ONCE, (key) => ports.spool.get(monitor, key));
  const batch = batchAgain(note, items);
  const known = await readNote(ports.spool, monitor);
  if (known?.state !== note.state) throw atWork(monitor);
  await finish(ports, collected, note, batch, now);
}

async function stillThere(
  spool: Spool,
  monitor: string,
  halves: readonly Waiting[],
): Promise<Waiting[]> {
  const items = await inParallel(halves, AT_ONCE, (half) => spool.get(monitor, halfKey(half)));
  return halves.filter((_, i) => items[i] !== null);
}

function atWork(monitor: string): ConflictError {
  return new ConflictError(`another writer is at work on what ${monitor} collects`);
}

async function finish(
  ports: CollectPorts,
  collected: Collected,
  note: BatchNote,
  batch: Batch,
  now: Date,
): Promise<void> {
  const { monitor } = collected;
  for (const [key, body] of objectsOf(collected, note.name, batch))
    await ports.workspace.write(key, body);
  const written = inStage(note, 'written');
  await ports.spool.write(monitor, [{ put: written, when: { field: 'state', is: note.state } }]);
  await clear(ports, monitor, written, now);
}

/** Notes what was written before its halves go: one that comes again meanwhile is known. */
async function clear(
  ports: CollectPorts,
  monitor: string,
  note: BatchNote,
  now: Date,
): Promise<void> {
  const expires = Math.ceil((now.getTime() + KNOWN) / 1000);
  await inParallel(doneKeysOf(note), AT_ONCE, (sk) =>
    ports.spool.write(monitor, [{ put: { sk, expires } satisfies Item }]),
  );
  await removeAll(ports, monitor, halfKeysOf(note));
  const free = inStage(note, 'free');
  await ports.spool.write(monitor, [{ put: free, when: { field: 'state', is: note.state } }]);
}

async function removeAll(
  { spool }: CollectPorts,
  monitor: string,
  keys: readonly string[],
): Promise<void> {
  await inParallel(keys, AT_ONCE, (key) => spool.write(monitor, [{ remove: key }]));
}

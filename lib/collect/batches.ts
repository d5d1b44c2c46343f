import type { Item } from '../pipeline/ports.ts';
import type { Side } from './half.ts';
import type { Pair } from './record.ts';
import { type Waiting, waitingOf } from './spool.ts';

/** What is to be written at once, and what its halves are in the spool. */
export interface Batch {
  readonly pairs: readonly Pair[];
  readonly feedback: readonly Waiting[];
  /** Halves whose other one did not come in time. */
  readonly aside: readonly Waiting[];
}

export interface Waits {
  /** Epoch ms: halves that came before are missing their other one. */
  readonly missing: number;
  /** Epoch ms: halves that came before are waited for no longer. */
  readonly aside: number;
}

export interface Limits {
  readonly entries: number;
  /** Of payloads: they are in memory together. */
  readonly bytes: number;
}

const LIMITS: Limits = { entries: 4000, bytes: 16 * 2 ** 20 };
/** DynamoDB takes items of 400 KB, and the note of a batch is one. */
const NOTE_BYTES = 256 * 1024;
/** Of an entry of the note, beside the id. */
const ENTRY_BYTES = 90;

/**
 * Cuts the halves of a spool into batches, in their order. `onMissing` is told of each half that waits longer than it should.
 */
export async function* batchesOf(
  items: AsyncIterable<Item>,
  waits: Waits,
  onMissing: (half: Waiting) => void,
  limits: Limits = LIMITS,
): AsyncGenerator<Batch> {
  let open = newBatch();
  for await (const halves of byRequest(items)) {
    for (const part of partsOf(halves, waits, onMissing)) {
      const bytes = part.halves.reduce((sum, { payload }) => sum + payload.length, 0);
      const note = ENTRY_BYTES + Buffer.byteLength(JSON.stringify(part.halves[0]?.id));
      const isFull =
        open.entries >= limits.entries ||
        open.bytes + bytes > limits.bytes ||
        open.noteBytes + note > NOTE_BYTES;
      if (open.entries > 0 && isFull) {
        yield open;
        open = newBatch();
      }
      part.addTo(open);
      open.entries += 1;
      open.bytes += bytes;
      open.noteBytes += note;
    }
  }
  if (open.entries > 0) yield open;
}

function newBatch() {
  return {
    ...{ pairs: [] as Pair[], feedback: [] as Waiting[], aside: [] as Waiting[] },
    ...{ entries: 0, bytes: 0, noteBytes: 0 },
  };
}

/** What is an entry of a batch by itself. */
interface Part {
  readonly halves: readonly Waiting[];
  addTo(batch: ReturnType<typeof newBatch>): void;
}

/** Of the halves of a request, those that are ready. */
function partsOf(
  halves: readonly Waiting[],
  waits: Waits,
  onMissing: (half: Waiting) => void,
): Part[] {
  const of = (side: Side) => halves.filter((half) => half.side === side);
  const parts = of('feedback').map(
    (half): Part => ({ halves: [half], addTo: ({ feedback }) => feedback.push(half) }),
  );
  const [[request], [response]] = [of('request'), of('response')];
  if (request && response) {
    const pair = { request, response };
    return [...parts, { halves: [request, response], addTo: ({ pairs }) => pairs.push(pair) }];
  }
  const half = request ?? response;
  if (!half) return parts;
  const came = Date.parse(half.came);
  if (came < waits.aside)
    return [...parts, { halves: [half], addTo: ({ aside }) => aside.push(half) }];
  if (came < waits.missing) onMissing(half);
  return parts;
}

/** Halves of a request lie beside each other. */
async function* byRequest(items: AsyncIterable<Item>): AsyncGenerator<readonly Waiting[]> {
  let halves: Waiting[] = [];
  let request = '';
  for await (const item of items) {
    const of = item.sk.slice(0, item.sk.lastIndexOf('#'));
    if (of !== request && halves.length > 0) {
      yield halves;
      halves = [];
    }
    request = of;
    halves.push(waitingOf(item));
  }
  if (halves.length > 0) yield halves;
}

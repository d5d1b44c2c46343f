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
  readonly bytes: number;
}

/** Fits a note of 400 KB, and memory. */
const LIMITS: Limits = { entries: 4000, bytes: 16 * 2 ** 20 };

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
    const bytes = halves.reduce((sum, { payload }) => sum + payload.length, 0);
    if (open.entries > 0 && (open.entries >= limits.entries || open.bytes + bytes > limits.bytes)) {
      yield open;
      open = newBatch();
    }
    const before = open.entries;
    addTo(open, halves, waits, onMissing);
    if (open.entries > before) open.bytes += bytes;
  }
  if (open.entries > 0) yield open;
}

function newBatch() {
  return {
    ...{ pairs: [] as Pair[], feedback: [] as Waiting[], aside: [] as Waiting[], bytes: 0 },
    get entries(): number {
      return this.pairs.length + this.feedback.length + this.aside.length;
    },
  };
}

function addTo(
  batch: ReturnType<typeof newBatch>,
  halves: readonly Waiting[],
  waits: Waits,
  onMissing: (half: Waiting) => void,
): void {
  const of = (side: Side) => halves.filter((half) => half.side === side);
  const [[request], [response]] = [of('request'), of('response')];
  batch.feedback.push(...of('feedback'));
  if (request && response) {
    batch.pairs.push({ request, response });
    return;
  }
  const half = request ?? response;
  if (!half) return;
  const came = Date.parse(half.came);
  if (came < waits.aside) batch.aside.push(half);
  else if (came < waits.missing) onMissing(half);
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

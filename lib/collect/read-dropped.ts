import { Duplex } from 'node:stream';
import { BadEventError } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import { layout } from '../pipeline/layout.ts';
import type { Item, Workspace, WorkspaceObject } from '../pipeline/ports.ts';
import { decompress } from '../read/decompress.ts';
import { formatOf } from '../read/format.ts';
import { Unreadable } from '../read/unreadable.ts';
import { dropped } from './dropped.ts';
import { rejectLine } from './reject-line.ts';
import { itemOf, type Spool } from './spool.ts';

const AT_ONCE = 32;
/** Lines that are put into the spool before more are read. */
const LINES = 1000;
/** So many characters of a line that is none are kept. */
const SHOWN = 10_000;
const PIECE_BYTES = 64 * 1024;

interface Ports {
  readonly spool: Pick<Spool, 'get' | 'write'>;
  readonly workspace: Workspace;
}

/**
 * Takes halves that were dropped as objects of JSON lines, as a sink of Kafka writes Seldon Core 2's topics, into the spool, and
 * removes the objects: the same object twice makes the same items. Lines that are none go to `rejected/`, and so does an object
 * that can't be read to its end. After `enough` the rest waits for the next time, which goes on behind the last line that was taken.
 *
 * @returns how many halves were taken
 */
export async function readDropped(
  ports: Ports,
  monitor: string,
  now: Date,
  enough?: AbortSignal,
): Promise<number> {
  const { spool, workspace } = ports;
  const objects = await workspace.list(layout.halves(monitor));
  if (objects.length === 0) return 0;
  const place = (await spool.get(monitor, PLACE)) as Place | null;
  let taken = 0;
  for (const object of objects) {
    if (taken > 0 && enough?.aborted) return taken;
    const { key, etag } = object;
    const file = await workspace.open(key, etag);
    if (!file) continue;
    const after = place?.etag === etag && place.key === key ? place.line : 0;
    const name = `halves-${etag.replaceAll(/\W/g, '')}${after > 0 ? `-${after}` : ''}`;
    try {
      const rejects: string[] = [];
      const read = { ...object, path: file.path, now, rejects, after, enough };
      const { damage, line, count } = await takeLines(spool, monitor, read);
      taken += count;
      if (damage !== null) {
        const aside = `${layout.rejectedObjects(monitor)}${name}-${key.split('/').at(-1)}`;
        await workspace.store(file.path, aside);
        rejects.push(
          rejectLine({ source: key, line: null, reason: damage, text: `whole in ${aside}` }),
        );
      }
      if (rejects.length > 0)
        await workspace.write(layout.rejected(monitor, name), `${rejects.join('\n')}\n`);
      if (line !== null) {
        await spool.write(monitor, [{ put: { sk: PLACE, key, etag, line } satisfies Place }]);
        return taken;
      }
    } finally {
      await file.release();
    }
    await workspace.remove(key);
    if (after > 0) await spool.write(monitor, [{ remove: PLACE }]);
  }
  return taken;
}

/** Up to which line an object was taken that was too long for one time. */
interface Place extends Item {
  readonly sk: typeof PLACE;
  readonly key: string;
  readonly etag: string;
  readonly line: number;
}

const PLACE = 'dropped';

interface DroppedFile extends WorkspaceObject {
  readonly path: string;
  readonly now: Date;
  /** Lines for `rejected/`. */
  readonly rejects: string[];
  /** The lines up to this one were taken before. */
  readonly after: number;
  readonly enough: AbortSignal | undefined;
}

interface Taken {
  /** Why the file could not be read to its end, or null. */
  readonly damage: string | null;
  /** The last line that was taken, where more follow; null at the end. */
  readonly line: number | null;
  readonly count: number;
}

async function takeLines(
  spool: Ports['spool'],
  monitor: string,
  { path, now, rejects, after, enough, ...object }: DroppedFile,
): Promise<Taken> {
  let items: Item[] = [];
  let [line, count] = [0, 0];
  // Why no more is read, which is no fault of the file: nothing else tells it apart from one.
  const ended = new AbortController();
  const flush = async () => {
    try {
      await inParallel(items, AT_ONCE, (put) => spool.write(monitor, [{ put }]));
    } catch (error) {
      ended.abort(error);
      throw error;
    }
    count += items.length;
    items = [];
  };
  const take = async (chunks: AsyncIterable<Buffer>) => {
    for await (const text of linesOf(chunks)) {
      line += 1;
      if (line <= after || text.trim() === '') continue;
      const item = itemFrom(text, object, now);
      if (typeof item !== 'string') items.push(item);
      else
        rejects.push(
          rejectLine({ source: object.key, line, reason: item, text: text.slice(0, SHOWN) }),
        );
      if (items.length < LINES) continue;
      await flush();
      if (enough?.aborted) return ended.abort(null);
    }
  };
  const { compression = 'none' } = formatOf(object.key, 'jsonl') ?? {};
  try {
    await decompress(path, compression, PIECE_BYTES, [Duplex.from(take)], ended.signal);
    if (ended.signal.reason) throw ended.signal.reason;
    if (ended.signal.aborted) return { damage: null, line, count };
    await flush();
    return { damage: null, line: null, count };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    await flush();
    return { damage: error.message, line: null, count };
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}

/** A half for the spool, or why a line is none. */
function itemFrom(line: string, object: WorkspaceObject, now: Date): Item | string {
  try {
    return itemOf(dropped(line, object), now) ?? 'a payload of more than 390 KB compressed';
  } catch (error) {
    if (error instanceof BadEventError) return error.message;
    throw error;
  }
}

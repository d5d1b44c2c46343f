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
  readonly spool: Pick<Spool, 'write'>;
  readonly workspace: Workspace;
}

/**
 * Takes halves that were dropped as objects of JSON lines, as a sink of Kafka writes Seldon Core 2's topics, into the spool, and
 * removes the objects: the same object twice makes the same items. Lines that are none go to `rejected/`, and so does an object
 * that can't be read to its end.
 */
export async function readDropped(ports: Ports, monitor: string, now: Date): Promise<void> {
  const { workspace } = ports;
  for (const object of await workspace.list(layout.halves(monitor))) {
    const { key, etag } = object;
    const file = await workspace.open(key, etag);
    if (!file) continue;
    const name = `halves-${etag.replaceAll(/\W/g, '')}`;
    try {
      const rejects: string[] = [];
      const damage = await takeLines(ports.spool, monitor, {
        ...object,
        path: file.path,
        now,
        rejects,
      });
      if (damage !== null) {
        const aside = `${layout.rejectedObjects(monitor)}${name}-${key.split('/').at(-1)}`;
        await workspace.store(file.path, aside);
        rejects.push(
          rejectLine({ source: key, line: null, reason: damage, text: `whole in ${aside}` }),
        );
      }
      if (rejects.length > 0)
        await workspace.write(layout.rejected(monitor, name), `${rejects.join('\n')}\n`);
    } finally {
      await file.release();
    }
    await workspace.remove(key);
  }
}

interface DroppedFile extends WorkspaceObject {
  readonly path: string;
  readonly now: Date;
  /** Lines for `rejected/`. */
  readonly rejects: string[];
}

/** Why the file could not be read to its end, or null. */
async function takeLines(
  spool: Ports['spool'],
  monitor: string,
  { path, now, rejects, ...object }: DroppedFile,
): Promise<string | null> {
  let items: Item[] = [];
  const flush = async () => {
    await inParallel(items, AT_ONCE, (put) => spool.write(monitor, [{ put }]));
    items = [];
  };
  const take = async (chunks: AsyncIterable<Buffer>) => {
    let line = 0;
    for await (const text of linesOf(chunks)) {
      line += 1;
      if (text.trim() === '') continue;
      const item = itemFrom(text, object, now);
      if (typeof item !== 'string') items.push(item);
      else
        rejects.push(
          rejectLine({ source: object.key, line, reason: item, text: text.slice(0, SHOWN) }),
        );
      if (items.length >= LINES) await flush();
    }
  };
  const { compression = 'none' } = formatOf(object.key, 'jsonl') ?? {};
  try {
    await decompress(path, compression, PIECE_BYTES, [Duplex.from(take)]);
    return null;
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  } finally {
    await flush();
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

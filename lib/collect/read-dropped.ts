import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { BadEventError } from '../errors.ts';
import { inParallel } from '../in-parallel.ts';
import { layout } from '../pipeline/layout.ts';
import type { Item, Workspace } from '../pipeline/ports.ts';
import { dropped } from './dropped.ts';
import { rejectLine } from './reject-line.ts';
import { itemOf, type Spool } from './spool.ts';

const AT_ONCE = 32;
/** Lines that are put into the spool before more are read. */
const LINES = 1000;
/** So many characters of a line that is none are kept. */
const SHOWN = 10_000;

/**
 * Takes halves that were dropped as objects of JSON lines, as a sink of Kafka writes Seldon Core 2's topics, into the spool, and
 * removes the objects: the same object twice makes the same items. Lines that are none go to `rejected/`.
 */
export async function readDropped(
  { spool, workspace }: { readonly spool: Pick<Spool, 'write'>; readonly workspace: Workspace },
  monitor: string,
  now: Date,
): Promise<void> {
  for (const { key, etag, modified } of await workspace.list(layout.halves(monitor))) {
    const file = await workspace.open(key, etag);
    if (!file) continue;
    const rejects: string[] = [];
    let items: Item[] = [];
    const flush = async () => {
      await inParallel(items, AT_ONCE, (put) => spool.write(monitor, [{ put }]));
      items = [];
    };
    try {
      let number = 0;
      for await (const line of createInterface({ input: createReadStream(file.path) })) {
        number += 1;
        if (line.trim() === '') continue;
        const item = itemFrom(line, modified, now);
        if (typeof item === 'string')
          rejects.push(
            rejectLine({ source: key, line: number, reason: item, text: line.slice(0, SHOWN) }),
          );
        else items.push(item);
        if (items.length >= LINES) await flush();
      }
      await flush();
    } finally {
      await file.release();
    }
    if (rejects.length > 0)
      await workspace.write(
        layout.rejected(monitor, `halves-${etag.replaceAll(/\W/g, '')}`),
        `${rejects.join('\n')}\n`,
      );
    await workspace.remove(key);
  }
}

/** A half for the spool, or why a line is none. */
function itemFrom(line: string, modified: string, now: Date): Item | string {
  try {
    return itemOf(dropped(line, modified), now) ?? 'a payload of more than 390 KB compressed';
  } catch (error) {
    if (error instanceof BadEventError) return error.message;
    throw error;
  }
}

import { endOfFolder } from './dated-folder.ts';
import type { Entry, ObjectStore, WorkspaceObject } from './ports.ts';

/** A level with more folders without a date than this is listed as one: a request a folder would cost more. */
const FOLDERS = 50;
/** What is looked at to find out: one page. */
const LOOKED_AT = 1000;

/**
 * Every object under a folder that may have come since an instant (epoch ms; null: every object), by key.
 *
 * Folders whose names say that they were full before it are not looked into.
 */
export async function* walkInputs(
  store: ObjectStore,
  folder: string,
  since: number | null,
): AsyncGenerator<WorkspaceObject> {
  if (since === null) {
    yield* store.walk(folder);
    return;
  }
  const head: Entry[] = [];
  const level = store.level(folder)[Symbol.asyncIterator]();
  let undated = 0;
  let next = await level.next();
  while (!next.done && head.length < LOOKED_AT && undated <= FOLDERS) {
    head.push(next.value);
    if ('folder' in next.value && endOfFolder(next.value.folder) === null) undated += 1;
    next = await level.next();
  }
  if (undated > FOLDERS) {
    await level.return?.();
    yield* store.walk(folder);
    return;
  }
  for (const entry of head) yield* enter(store, entry, since);
  for (; !next.done; next = await level.next()) yield* enter(store, next.value, since);
}

async function* enter(
  store: ObjectStore,
  entry: Entry,
  since: number,
): AsyncGenerator<WorkspaceObject> {
  if (!('folder' in entry)) {
    yield entry;
    return;
  }
  const end = endOfFolder(entry.folder);
  if (end === null || end >= since) yield* walkInputs(store, entry.folder, since);
}

import { ConflictError } from '../errors.ts';
import type { Item, Ports, TableWrite } from '../pipeline/ports.ts';

export interface Announced {
  readonly hash: string;
  readonly key: string;
}

/** `audit-head`: where a monitor's chain ends. */
export interface Head extends Item {
  /** Of the last record; null where the first is being written. */
  readonly hash: string | null;
  /** The record after it that is being written; missing in what an older release wrote. */
  readonly writing?: Announced | null;
  /** Changes with the other two. */
  readonly mark?: string;
}

const KEY = 'audit-head';

export async function readHead(ports: Ports, monitor: string): Promise<Head | null> {
  return (await ports.table.get(monitor, KEY)) as Head | null;
}

/**
 * Moves the head and returns it as it is then; null where somebody else has moved it since it was read.
 *
 * An answer that was lost is no failure: the head is then as it was to be.
 */
export async function moveHead(
  ports: Ports,
  monitor: string,
  from: Head | null,
  to: Pick<Head, 'hash' | 'writing'>,
): Promise<Head | null> {
  const { hash, writing = null } = to;
  const head: Head = { sk: KEY, hash, writing, mark: `${hash} ${writing?.hash ?? null}` };
  try {
    await ports.table.write(monitor, [{ put: head, ...asRead(from) }]);
    return head;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return (await readHead(ports, monitor))?.mark === head.mark ? head : null;
  }
}

function asRead(from: Head | null): Omit<Extract<TableWrite, { put: Item }>, 'put'> {
  if (from === null) return { unless: 'exists' };
  const field = from.mark === undefined ? 'hash' : 'mark';
  return { when: { field, is: from[field] } };
}

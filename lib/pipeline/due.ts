import type { Item, Ports, TableWrite } from './ports.ts';
import { windowKey } from './state.ts';

/** Stands for something that a window does not show yet. Each is removed by the run that has worked it in. */
export interface Due extends Item {
  /** Epoch ms. */
  readonly window: number;
  /** The shard that brought it, or `LOOKUP`. */
  readonly by: string;
  /** ISO time of that shard's claim. */
  readonly claimed: string;
  /** ISO: nothing is to be done before; null for at once. */
  readonly from: string | null;
  /** What the window knows of labels must be made anew: a shard may have taken some back. */
  readonly anew: boolean;
}

/** Labels are to be looked up by id. */
export const LOOKUP = 'lookup';

const duePrefix = (window: number) => `due#${windowKey(window).slice('window#'.length)}#`;

export function dueItem(due: Omit<Due, 'sk'>): Due {
  const { window, by } = due as Due;
  return { sk: `${duePrefix(window)}${by}`, ...due } as Due;
}

/** Notes what came for windows. Safe to repeat, and for many workers at once. */
export async function noteDue(ports: Ports, monitor: string, items: readonly Due[]): Promise<void> {
  await inBatches(
    ports,
    monitor,
    items.map((put) => ({ put })),
  );
}

export async function readDue(ports: Ports, monitor: string, window?: number): Promise<Due[]> {
  const prefix = window === undefined ? 'due#' : duePrefix(window);
  return (await ports.table.query(monitor, prefix)) as Due[];
}

export async function removeDue(ports: Ports, monitor: string, items: readonly Due[]) {
  await inBatches(
    ports,
    monitor,
    items.map(({ sk }) => ({ remove: sk })),
  );
}

/** What one transaction takes: DynamoDB's 100 writes, and less than its 4 MB, which are not counted in JSON. */
const TOGETHER = { writes: 100, bytes: 3_000_000 };

/** Writes that need not hold together. */
export async function inBatches(
  ports: Pick<Ports, 'table'>,
  monitor: string,
  writes: readonly TableWrite[],
) {
  let batch: TableWrite[] = [];
  let bytes = 0;
  for (const write of writes) {
    const size = 'put' in write ? Buffer.byteLength(JSON.stringify(write.put)) : 0;
    const full = batch.length === TOGETHER.writes || bytes + size > TOGETHER.bytes;
    if (full && batch.length > 0) {
      await ports.table.write(monitor, batch);
      [batch, bytes] = [[], 0];
    }
    batch.push(write);
    bytes += size;
  }
  if (batch.length > 0) await ports.table.write(monitor, batch);
}

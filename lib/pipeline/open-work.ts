import type { Item, Ports, TableWrite } from './ports.ts';
import type { Shard } from './shard.ts';

/** Stands for a shard that has something left to do, and until an audit record holds what it did. */
export interface OpenMarker extends Item {
  readonly shard: string;
  /** ISO: nothing is to be done before. */
  readonly from: string;
}

export const openKey = (id: string) => `open#${id}`;

export function openMarker(id: string, from: string): OpenMarker {
  return { sk: openKey(id), shard: id, from };
}

/** Sends shards back to be done again. */
export async function reopen(
  ports: Ports,
  monitor: string,
  shards: readonly Shard[],
  from: string,
  change: (shard: Shard) => Partial<Shard>,
): Promise<void> {
  for (const shard of shards) {
    const { expires: _, ...kept } = shard;
    const again: Item = {
      ...kept,
      state: 'claimed',
      before: shard.before || shard.state !== 'claimed',
      remains: shard.remains || shard.tries > 0,
      tries: 0,
      failures: 0,
      strikes: {},
      kept: null,
      ...change(shard),
    };
    const writes: TableWrite[] = [{ put: openMarker(shard.id, from) }, { put: again }];
    await ports.table.write(monitor, writes);
  }
}

import { sha256 } from '../audit/digest.ts';
import type { Ports } from './ports.ts';
import type { Shard } from './shard.ts';

/** An input that is not tried any more: `driftwatch replay` has it read again. */
export interface SetAside {
  readonly key: string;
  readonly shard: string;
  readonly reason: string;
}

/** Of the item that says that people were told. The name of an object may be too long for a key. */
export const asideKey = ({ key, shard }: Pick<SetAside, 'key' | 'shard'>) =>
  `aside#${shard}#${sha256(key).slice(0, 16)}`;

/** What was set aside and people were not told of. */
export async function newlyAside(ports: Ports, monitor: string, shards: readonly Shard[]) {
  const told = new Set((await ports.table.query(monitor, 'aside#')).map(({ sk }) => sk));
  const found = shards.flatMap(({ id, aside }) =>
    Object.entries(aside).map(([key, reason]) => ({ key, shard: id, reason })),
  );
  return found.filter((one) => !told.has(asideKey(one)));
}

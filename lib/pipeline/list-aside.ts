import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type ClaimedKey, claimedInputs } from './claimed-inputs.ts';
import type { Ports } from './ports.ts';
import type { SetAside } from './set-aside.ts';
import { type Kind, type Shard, shardKey } from './shard.ts';
import { objectSource } from './source.ts';

const KINDS = ['predictions', 'labels'] as const satisfies readonly Kind[];

/** What is set aside now; what was read or claimed again since it was noted is not. */
export async function listAside(ports: Ports, monitor: Monitor): Promise<SetAside[]> {
  const listed: SetAside[] = [];
  const takenOut: SetAside[] = [];
  for (const one of await readAside(ports, monitor.monitor)) {
    const { key, shard } = one;
    const record = (await ports.table.get(monitor.monitor, shardKey(shard))) as Shard | null;
    if (record?.without.includes(key)) takenOut.push(one);
    else if (!record || record.state === 'claimed' || Object.hasOwn(record.aside, key))
      listed.push(one);
  }
  // A crash may have come between taking a key out of its shard and claiming it anew.
  for (const kind of KINDS) {
    const doubtful = objectsOf(kind, takenOut);
    const known = await claimsOf(ports, monitor, kind, doubtful);
    for (const one of doubtful) if (isLatest(known.get(one.key), [one.shard])) listed.push(one);
  }
  return listed;
}

/** Those of the keys; none stands for all. @throws ConfigError where a key is not set aside. */
export function chooseAside(
  monitor: string,
  aside: readonly SetAside[],
  keys: readonly string[],
): readonly SetAside[] {
  const known = new Set(aside.map(({ key }) => key));
  const unknown = keys.find((key) => !known.has(key));
  if (unknown !== undefined)
    throw new ConfigError(
      `${unknown} is no input of monitor ${monitor} that is set aside: \`driftwatch replay --list\` shows what is`,
    );
  return keys.length === 0 ? aside : aside.filter(({ key }) => keys.includes(key));
}

/** What people were told of. */
export async function readAside(ports: Ports, monitor: string): Promise<SetAside[]> {
  const items = (await ports.table.query(monitor, 'aside#')) as unknown as SetAside[];
  return items.map(({ key, shard, reason }) => ({ key, shard, reason }));
}

export const isRange = ({ key }: SetAside) => key.startsWith('dynamodb://');

export function objectsOf(kind: Kind, aside: readonly SetAside[]): SetAside[] {
  return aside.filter((one) => !isRange(one) && one.shard.startsWith(`${kind}-`));
}

/**
 * All claims of each object, the latest first; of those that the ledger has forgotten, none.
 *
 * A claim is found by its first key alone: the ledger of the folder is gone through once.
 */
export async function claimsOf(
  ports: Ports,
  monitor: Monitor,
  kind: Kind,
  objects: readonly SetAside[],
): Promise<Map<string, ClaimedKey['claims']>> {
  const known = new Map<string, ClaimedKey['claims']>();
  const source = objectSource(ports, monitor, kind);
  if (!source || objects.length === 0) return known;
  const keys = new Set(objects.map(({ key }) => key));
  for await (const { key, claims } of claimedInputs(ports.table, monitor.monitor, source.folder)) {
    if (!keys.has(key)) continue;
    known.set(
      key,
      claims.filter(({ claim }) => claim.kind === kind),
    );
  }
  return known;
}

/** Whether the latest claim of a key is that of one of these shards. */
export function isLatest(claims: ClaimedKey['claims'] = [], shards: readonly string[]): boolean {
  return claims[0]?.claim.shards.some((id) => shards.includes(id)) ?? false;
}

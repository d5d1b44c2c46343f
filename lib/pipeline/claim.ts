import type { Cut } from './cut-claims.ts';
import { openMarker, reopen } from './open-work.ts';
import type { Item, Ports, TableWrite } from './ports.ts';
import { type Claim, type Kind, newClaim, type Shard, shardKey } from './shard.ts';

/** Who claims, and when. */
export interface Claimant {
  readonly monitor: string;
  /** The run that has the lease: one that lost it can't claim any more. */
  readonly run: string;
  readonly now: Date;
  /** The baseline that new predictions are profiled against. */
  readonly baseline: string;
}

/**
 * Claims objects into shards. What earlier shards hold of the same keys is taken out of them, and they are done again.
 *
 * Taken out first: a crash between the two leaves a key that the next run finds new.
 */
export async function claimObjects(
  ports: Ports,
  by: Claimant,
  kind: Kind,
  { inputs, parts }: Cut,
): Promise<void> {
  for (const { object, before } of inputs) {
    for (const { claim } of before) await takeOut(ports, by, claim, object.key);
  }
  const objects = inputs.map(({ object: { key, etag, size, modified }, before: [latest] }) => ({
    key,
    etag,
    size,
    modified,
    ...(latest && { again: (latest.object.again ?? 0) + 1 }),
  }));
  await writeClaim(ports, by, newClaim(kind, { objects, ranges: [] }, ...claimed(by, kind), parts));
}

/** Claims a stretch of a table and moves the cursor that says how far it is claimed, in one. */
export async function claimRange(
  ports: Ports,
  by: Claimant,
  kind: Kind,
  range: Claim['ranges'][number],
  cursor: Item,
): Promise<void> {
  const made = newClaim(kind, { objects: [], ranges: [range] }, ...claimed(by, kind));
  await writeClaim(ports, by, made, [{ put: cursor }]);
}

function claimed({ now, baseline }: Claimant, kind: Kind): [string, string | null] {
  return [now.toISOString(), kind === 'predictions' ? baseline : null];
}

async function writeClaim(
  ports: Ports,
  { monitor, run }: Claimant,
  { claim, shards }: { claim: Claim; shards: readonly Shard[] },
  more: readonly TableWrite[] = [],
): Promise<void> {
  await ports.table.write(monitor, [
    { check: 'lease', field: 'owner', is: run },
    { put: claim, unless: 'exists' },
    ...shards.flatMap((shard): TableWrite[] => [
      { put: shard, unless: 'exists' },
      { put: openMarker(shard.id, claim.claimed) },
    ]),
    ...more,
  ]);
}

async function takeOut(ports: Ports, { monitor, now }: Claimant, claim: Claim, key: string) {
  const records = await Promise.all(
    claim.shards.map((id) => ports.table.get(monitor, shardKey(id))),
  );
  const holding = (records as (Shard | null)[]).filter(
    (shard): shard is Shard => shard !== null && !shard.without.includes(key),
  );
  await reopen(ports, monitor, holding, now.toISOString(), ({ without }) => ({
    without: [...without, key],
  }));
}

import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type Claimant, claimObjects } from './claim.ts';
import type { ClaimedKey } from './claimed-inputs.ts';
import { cutClaims } from './cut-claims.ts';
import { inBatches } from './due.ts';
import { ensureBaseline } from './ensure-baseline.ts';
import { releaseLease, takeLease } from './lease.ts';
import {
  chooseAside,
  claimsOf,
  isLatest,
  isRange,
  listAside,
  objectsOf,
  readAside,
} from './list-aside.ts';
import type { NewInput } from './new-inputs.ts';
import { reopen } from './open-work.ts';
import type { ObjectStore, Ports, WorkspaceObject } from './ports.ts';
import { asideKey, type SetAside } from './set-aside.ts';
import { type Kind, readWork, type Shard, shardKey } from './shard.ts';
import { objectSource } from './source.ts';

/**
 * What became of an input that was to be read again. `claimed`: the next run reads it. `superseded`: it was claimed
 * again since. `gone`: there is no such object. `forgotten`: its claim has expired.
 */
export type ReplayOutcome = 'claimed' | 'superseded' | 'gone' | 'forgotten';

export interface Replay {
  /** `busy`: a run has the monitor; nothing was done. */
  readonly status: 'done' | 'busy';
  readonly inputs: readonly { readonly key: string; readonly outcome: ReplayOutcome }[];
}

/**
 * Has inputs that were set aside read again: an object in a shard of its own, a stretch of a table in its old one.
 *
 * `keys`: none stands for all. Safe to repeat. @throws ConfigError where a key is not set aside.
 */
export async function replay(
  ports: Ports,
  input: {
    readonly monitor: Monitor;
    readonly run: string;
    readonly now: Date;
    readonly keys: readonly string[];
  },
): Promise<Replay> {
  const { monitor, run, now } = input;
  const name = monitor.monitor;
  if (!(await takeLease(ports, name, run, now))) return { status: 'busy', inputs: [] };
  try {
    const meant = chooseAside(name, await listAside(ports, monitor), input.keys);
    const baseline = (await ensureBaseline(ports, monitor))?.version;
    if (meant.length > 0 && baseline === undefined)
      throw new ConfigError(`monitor ${name} has no baseline`);
    const by: Claimant = { monitor: name, run, now, baseline: baseline ?? '' };
    const outcomes = new Map([
      ...(await reopenRanges(ports, by, meant.filter(isRange))),
      ...(await claimAnew(ports, monitor, by, 'predictions', meant)),
      ...(await claimAnew(ports, monitor, by, 'labels', meant)),
    ]);
    const keys = new Set(meant.map(({ key }) => key));
    const told = (await readAside(ports, name)).filter(({ key }) => keys.has(key));
    await inBatches(
      ports,
      name,
      told.map((one) => ({ remove: asideKey(one) })),
    );
    const inputs = [...keys].map((key) => ({ key, outcome: outcomes.get(key) ?? 'gone' }));
    return { status: 'done', inputs };
  } finally {
    await releaseLease(ports, name, run);
  }
}

async function reopenRanges(
  ports: Ports,
  { monitor, now }: Claimant,
  aside: readonly SetAside[],
): Promise<[string, ReplayOutcome][]> {
  const outcomes = new Map<string, ReplayOutcome>();
  for (const id of new Set(aside.map(({ shard }) => shard))) {
    const shard = (await ports.table.get(monitor, shardKey(id))) as Shard | null;
    const work = shard && (await readWork(ports.table, monitor, shard));
    if (shard && work)
      await reopen(ports, monitor, [shard], now.toISOString(), () => ({ aside: {} }));
    outcomes.set(id, work ? 'claimed' : 'forgotten');
  }
  return aside.map(({ key, shard }) => [key, outcomes.get(shard) ?? 'forgotten']);
}

async function claimAnew(
  ports: Ports,
  monitor: Monitor,
  by: Claimant,
  kind: Kind,
  aside: readonly SetAside[],
): Promise<[string, ReplayOutcome][]> {
  const objects = objectsOf(kind, aside);
  const source = objectSource(ports, monitor, kind);
  if (!source || objects.length === 0) return [];
  const known = await claimsOf(ports, monitor, kind, objects);
  const stated = monitor[kind];
  const format = stated?.from === 's3' ? stated.format : undefined;
  const outcomes: [string, ReplayOutcome][] = [];
  for (const [key, shards] of shardsByKey(objects)) {
    const object = await find(source.store, key);
    const before = known.get(key) ?? [];
    const outcome = outcomeOf(object, before, shards);
    outcomes.push([key, outcome]);
    if (!object || outcome !== 'claimed') continue;
    for await (const cut of cutClaims(alone({ object, before }), format))
      await claimObjects(ports, by, kind, cut);
  }
  return outcomes;
}

function outcomeOf(
  object: WorkspaceObject | null,
  claims: ClaimedKey['claims'],
  shards: readonly string[],
): ReplayOutcome {
  if (!object) return 'gone';
  if (claims.length === 0) return 'forgotten';
  return isLatest(claims, shards) ? 'claimed' : 'superseded';
}

/** Parts of one object are set aside one by one. */
function shardsByKey(aside: readonly SetAside[]): Map<string, string[]> {
  const shards = new Map<string, string[]>();
  for (const { key, shard } of aside) shards.set(key, [...(shards.get(key) ?? []), shard]);
  return shards;
}

async function find(store: ObjectStore, key: string): Promise<WorkspaceObject | null> {
  for await (const object of store.walk(key)) return object.key === key ? object : null;
  return null;
}

async function* alone(input: NewInput): AsyncGenerator<NewInput> {
  yield input;
}

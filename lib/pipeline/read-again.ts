import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type Claimant, claimObjects } from './claim.ts';
import { claimedInputs } from './claimed-inputs.ts';
import { cutClaims } from './cut-claims.ts';
import { ensureBaseline } from './ensure-baseline.ts';
import { releaseLease, takeLease } from './lease.ts';
import { type NewInput, withClaims } from './new-inputs.ts';
import type { Ports } from './ports.ts';
import { type Claim, type Kind, type Shard, shardKey } from './shard.ts';
import { objectSource } from './source.ts';

/** Of what was read: shards in which something was rejected, or all. */
export type ReadAgain = 'rejected' | 'everything';

/** How many objects the next run reads again; `busy`: a run has the monitor, and nothing was done. */
export type ReadAgainOutcome =
  | { readonly status: 'busy' }
  | { readonly status: 'done'; readonly predictions: number; readonly labels: number };

/**
 * Has objects read again that were read before: for where not they were wrong but the monitor file was. Each takes the place of what
 * it held; what lies in tables, and what is set aside, is left as it is, and so is what the ledger has forgotten.
 *
 * @throws ConfigError without a baseline
 */
export async function readAgain(
  ports: Ports,
  input: {
    readonly monitor: Monitor;
    readonly run: string;
    readonly now: Date;
    readonly which: ReadAgain;
  },
): Promise<ReadAgainOutcome> {
  const { monitor, run, now, which } = input;
  const name = monitor.monitor;
  if (!(await takeLease(ports, name, run, now))) return { status: 'busy' };
  try {
    const baseline = (await ensureBaseline(ports, monitor))?.version;
    if (baseline === undefined) throw new ConfigError(`monitor ${name} has no baseline`);
    const by: Claimant = { monitor: name, run, now, baseline };
    const predictions = await claimAgain(ports, monitor, by, 'predictions', which);
    const labels = await claimAgain(ports, monitor, by, 'labels', which);
    return { status: 'done', predictions, labels };
  } finally {
    await releaseLease(ports, name, run);
  }
}

async function claimAgain(
  ports: Ports,
  monitor: Monitor,
  by: Claimant,
  kind: Kind,
  which: ReadAgain,
): Promise<number> {
  const source = objectSource(ports, monitor, kind);
  if (!source) return 0;
  const stated = monitor[kind];
  const format = stated?.from === 's3' ? stated.format : undefined;
  const isMeant = remembered((claim) => hasRead(ports, by.monitor, claim, kind, which));
  const chosen = async function* (): AsyncGenerator<NewInput> {
    const ledger = claimedInputs(ports.table, by.monitor, source.folder);
    for await (const one of withClaims(source.store.walk(source.folder), ledger)) {
      const [latest] = one.before;
      const isHeld = latest && latest.object.etag === one.object.etag;
      if (isHeld && (await isMeant(latest.claim))) yield one;
    }
  };
  let count = 0;
  for await (const cut of cutClaims(chosen(), format)) {
    await claimObjects(ports, by, kind, cut);
    count += cut.inputs.length;
  }
  return count;
}

/** Whether the shards of a claim were read, and hold what is meant. */
async function hasRead(
  { table }: Ports,
  monitor: string,
  claim: Claim,
  kind: Kind,
  which: ReadAgain,
): Promise<boolean> {
  if (claim.kind !== kind) return false;
  const items = await Promise.all(claim.shards.map((id) => table.get(monitor, shardKey(id))));
  const shards = (items as (Shard | null)[]).filter((shard) => shard !== null);
  if (shards.length === 0 || shards.some(({ state }) => state === 'claimed')) return false;
  return which === 'everything' || shards.some(({ rejected }) => Object.keys(rejected).length > 0);
}

/** Objects of a claim lie beside each other. */
function remembered(ask: (claim: Claim) => Promise<boolean>): typeof ask {
  const known = new Map<string, Promise<boolean>>();
  return (claim) => {
    const answer = known.get(claim.sk) ?? ask(claim);
    known.set(claim.sk, answer);
    return answer;
  };
}

import { createHash } from 'node:crypto';
import type { ByteRange, Item, Table } from './ports.ts';

export type Kind = 'predictions' | 'labels';

/** An object that a shard holds, pinned to its content. */
export interface ObjectInput {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  /** ISO time of the drop. */
  readonly modified: string;
  /** How many times the key had been claimed before, where it had. */
  readonly again?: number;
}

/** A stretch of a table's time, from inclusive, to exclusive; ISO. */
export interface RangeInput {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** What one claim holds: written once, by one conditional write, and never changed. */
export interface Claim extends Item {
  readonly kind: Kind;
  readonly objects: readonly ObjectInput[];
  readonly ranges: readonly RangeInput[];
  /** ISO time of the claim: what is later than a day after it is no plausible event time. */
  readonly claimed: string;
  /** Ids of the shards that share it: one, or as many as a large object has parts. */
  readonly shards: readonly string[];
}

/** The unit of work of one worker: a claim, or a part of one; may be done again with the same result. */
export interface Shard extends Item {
  readonly id: string;
  readonly kind: Kind;
  /** `sk` of its claim. */
  readonly claim: string;
  /** As its claim has it. */
  readonly claimed: string;
  /** The bytes of the claim's one object that are this shard's; null for all of them. */
  readonly part: ByteRange | null;
  /** The baseline version that it was or will be profiled against; null for labels. */
  readonly baseline: string | null;
  /** `waiting`: labels some of which match no prediction yet. */
  readonly state: 'claimed' | 'waiting' | 'done';
  /** Whether it was done before: if it can't be done again, what it wrote then stands. */
  readonly before: boolean;
  /** Whether tries that are not counted any more may have left files. */
  readonly remains: boolean;
  /** Tries that were begun. */
  readonly tries: number;
  /** Tries that ended with the engine's failure or with the worker's death, while no object alone was at work. */
  readonly failures: number;
  /** Tries per object that ended while that object alone was being read. */
  readonly strikes: Readonly<Record<string, number>>;
  /** The object that is being read alone now. */
  readonly reading: string | null;
  /** Keys that a later claim took over: they are left out. */
  readonly without: readonly string[];
  /** Objects that were set aside, with the reason. */
  readonly aside: Readonly<Record<string, string>>;
  /** Window starts (epoch ms) that it touched, once done. */
  readonly windows: readonly number[];
  readonly rows: number;
  /** Labels that match no prediction that is there. */
  readonly unmatched: number;
  readonly rejected: Readonly<Record<string, number>>;
  /** Why what it wrote before stands although it was to be done again. */
  readonly kept: string | null;
}

/** A shard with what it is to read. */
export interface Work extends Shard {
  readonly objects: readonly ObjectInput[];
  readonly ranges: readonly RangeInput[];
}

/** What people know a stretch of a table by. */
export const rangeName = ({ table, from }: RangeInput) => `dynamodb://${table}/${from}`;

export const shardKey = (id: string) => `shard#${id}`;

/** The objects of a shard that count, with its claim. Null where the claim is forgotten. */
export async function readWork(table: Table, monitor: string, shard: Shard): Promise<Work | null> {
  const claim = (await table.get(monitor, shard.claim)) as Claim | null;
  if (!claim) return null;
  const left = new Set(shard.without);
  return {
    ...shard,
    objects: claim.objects.filter(({ key }) => !left.has(key)),
    ranges: claim.ranges,
  };
}

/** A claim and the shards that it is worked off by. Ids, which order all merging, follow from what is claimed alone. */
export function newClaim(
  kind: Kind,
  members: Pick<Claim, 'objects' | 'ranges'>,
  claimed: string,
  baseline: string | null,
  parts: readonly (ByteRange | null)[] = [null],
): { claim: Claim; shards: Shard[] } {
  const names = [
    ...members.objects.map(({ key, etag, again = 0 }) => [key, etag, again]),
    ...members.ranges.map(({ table, from }) => [table, from]),
  ];
  const ids = parts.map((part) => {
    const hash = createHash('sha256')
      .update(JSON.stringify([names, part]))
      .digest('hex');
    return `${kind}-${hash.slice(0, 16)}`;
  });
  const [range] = members.ranges;
  const first = members.objects[0]?.key ?? (range ? rangeName(range) : '');
  const sk = claimKey(first, ids[0] ?? '');
  const shards = parts.map(
    (part, i): Shard => ({
      sk: shardKey(ids[i] ?? ''),
      id: ids[i] ?? '',
      kind,
      claim: sk,
      claimed,
      part,
      baseline,
      state: 'claimed',
      before: false,
      remains: false,
      tries: 0,
      failures: 0,
      strikes: {},
      reading: null,
      without: [],
      aside: {},
      windows: [],
      rows: 0,
      unmatched: 0,
      rejected: {},
      kept: null,
    }),
  );
  return { claim: { sk, kind, ...members, claimed, shards: ids }, shards };
}

/** A key of the table has 1024 bytes. */
const KEY_BYTES = 900;

export const claimPrefix = (key: string) => `claim#${inOrder(key)}`;

/** Claims sort by their first key. */
function claimKey(first: string, id: string): string {
  return `${claimPrefix(first)} ${id}`;
}

/** No claim whose first key is this one or before it sorts after this. */
export const claimBound = (key: string) => `${claimPrefix(key)} ~`;

/** The key with what sorts before `"` escaped, so that a space after it ends it: the order stays that of the keys. */
function inOrder(key: string): string {
  const escaped = key.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold any character
    /[\u0000-!]/g,
    (character) => `!${String.fromCharCode(0x41 + character.charCodeAt(0))}`,
  );
  if (Buffer.byteLength(escaped) <= KEY_BYTES) return escaped;
  const cut = Buffer.from(escaped).subarray(0, KEY_BYTES).toString('utf8');
  return cut.replace(/\uFFFD+$/, '');
}

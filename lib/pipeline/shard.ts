import { createHash } from 'node:crypto';
import type { Item } from './ports.ts';

/** An object that a shard holds, pinned to its content. */
export interface ObjectInput {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  /** ISO time of the drop. */
  readonly modified: string;
}

/** A stretch of a table's time, from inclusive, to exclusive; ISO. */
export interface RangeInput {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** The unit of work of one worker: claimed once, keeps its members for ever, may be done again with the same result. */
export interface Shard extends Item {
  readonly id: string;
  readonly kind: 'predictions' | 'labels';
  readonly objects: readonly ObjectInput[];
  readonly ranges: readonly RangeInput[];
  /** ISO time of the claim: what is later than a day after it is no plausible event time. */
  readonly claimed: string;
  /** The baseline version that it was or will be profiled against; null for labels. */
  readonly baseline: string | null;
  readonly state: 'claimed' | 'done';
  /** Tries that were begun. */
  readonly tries: number;
  /** Tries per object that ended while that object alone was being read. */
  readonly strikes: Readonly<Record<string, number>>;
  /** The object that is being read alone now. */
  readonly reading: string | null;
  /** Window starts (epoch ms) that it touched, once done. */
  readonly windows: readonly number[];
  readonly rows: number;
  readonly rejected: Readonly<Record<string, number>>;
}

export const shardKey = (id: string) => `shard#${id}`;
export const inputKey = (input: ObjectInput | RangeInput) =>
  'key' in input ? `input#${input.key}#${input.etag}` : `range#${input.table}#${input.from}`;

/** A new shard of these members. Its id, which orders all merging, follows from the members alone. */
export function newShard(
  kind: Shard['kind'],
  members: Pick<Shard, 'objects' | 'ranges'>,
  claimed: string,
  baseline: string | null,
): Shard {
  const content = JSON.stringify([
    ...members.objects.map(inputKey),
    ...members.ranges.map(inputKey),
  ]);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const id = `${kind}-${hash}`;
  return {
    sk: shardKey(id),
    id,
    kind,
    ...members,
    claimed,
    baseline,
    state: 'claimed',
    tries: 0,
    strikes: {},
    reading: null,
    windows: [],
    rows: 0,
    rejected: {},
  };
}

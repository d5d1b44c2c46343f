import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type Claimant, claimRange } from './claim.ts';
import type { Item, Ports } from './ports.ts';
import type { Kind, RangeInput } from './shard.ts';

const STRETCH = 86_400_000;

/** How far a table is claimed; ISO. */
interface Cursor extends Item {
  readonly from: string;
  readonly to: string;
}

export type RangeSource = Extract<Monitor['predictions'], { from: 'dynamodb' }>;

/**
 * Claims what is new of a table: from where its last range ended up to the safety lag, and for a catch-up what lies
 * before its first. In stretches of a day at most, at most `limit` of them; false where there is more.
 */
export async function claimRanges(
  ports: Ports,
  by: Claimant,
  kind: Kind,
  source: RangeSource,
  bounds: { readonly lookBack: number; readonly since: number | null; readonly limit: number },
): Promise<boolean> {
  const sk = `cursor#${kind}#${source.table}`;
  const known = (await ports.table.get(by.monitor, sk)) as Cursor | null;
  const stated = source.since === undefined ? null : Date.parse(source.since);
  const start = stated ?? bounds.since ?? by.now.getTime() - bounds.lookBack;
  let cursor = {
    from: known?.from ?? new Date(start).toISOString(),
    to: known?.to ?? new Date(start).toISOString(),
  };
  const claim = async (from: number, to: number, next: typeof cursor) => {
    const range: RangeInput = {
      table: source.table,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    };
    await claimRange(ports, by, kind, range, { sk, ...next });
    cursor = next;
  };
  let left = bounds.limit;
  const end = by.now.getTime() - parseDuration(source.lag);
  for (let from = Date.parse(cursor.to); from < end; from = Date.parse(cursor.to)) {
    if (left-- <= 0) return false;
    const to = Math.min(from + STRETCH, end);
    await claim(from, to, { ...cursor, to: new Date(to).toISOString() });
  }
  const since = bounds.since ?? Number.POSITIVE_INFINITY;
  for (let to = Date.parse(cursor.from); to > since; to = Date.parse(cursor.from)) {
    if (left-- <= 0) return false;
    const from = Math.max(to - STRETCH, since);
    await claim(from, to, { ...cursor, from: new Date(from).toISOString() });
  }
  return true;
}

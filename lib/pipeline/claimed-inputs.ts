import TinyQueue from 'tinyqueue';
import { byUtf8 } from '../utf8-order.ts';
import type { Table } from './ports.ts';
import { type Claim, claimBound, claimPrefix, type ObjectInput } from './shard.ts';

/** What the ledger knows of one key, the latest claim first. */
export interface ClaimedKey {
  readonly key: string;
  readonly claims: readonly { readonly object: ObjectInput; readonly claim: Claim }[];
}

interface Cursor {
  readonly claim: Claim;
  at: number;
}

/** The claimed objects whose keys begin with `prefix`, by key: a merge of the claims, of which few are open at once. */
export async function* claimedInputs(
  table: Table,
  monitor: string,
  prefix: string,
): AsyncGenerator<ClaimedKey> {
  const claims = table.stream(monitor, claimPrefix(prefix))[Symbol.asyncIterator]();
  const open = new TinyQueue<Cursor>([], (a, b) => byUtf8(keyOf(a), keyOf(b)));
  let next = await claims.next();
  const openNext = async () => {
    const claim = next.value as Claim;
    if (claim.objects.length > 0) open.push({ claim, at: 0 });
    next = await claims.next();
  };
  for (;;) {
    if (open.length === 0 && !next.done) await openNext();
    while (!next.done && byUtf8(next.value.sk, claimBound(keyOf(open.peek() as Cursor))) <= 0)
      await openNext();
    const first = open.peek();
    if (!first) {
      if (next.done) return;
      continue;
    }
    const key = keyOf(first);
    const found: ClaimedKey['claims'][number][] = [];
    while (open.length > 0 && keyOf(open.peek() as Cursor) === key) {
      const cursor = open.pop() as Cursor;
      found.push({ object: cursor.claim.objects[cursor.at] as ObjectInput, claim: cursor.claim });
      cursor.at += 1;
      if (cursor.at < cursor.claim.objects.length) open.push(cursor);
    }
    found.sort((a, b) => (b.object.again ?? 0) - (a.object.again ?? 0));
    yield { key, claims: found };
  }
}

function keyOf({ claim, at }: Cursor): string {
  return claim.objects[at]?.key ?? '';
}

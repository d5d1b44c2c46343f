import { byUtf8 } from '../utf8-order.ts';
import type { ClaimedKey } from './claimed-inputs.ts';
import type { WorkspaceObject } from './ports.ts';

/** An object that no shard holds with this content. */
export interface NewInput {
  readonly object: WorkspaceObject;
  /** Earlier claims of its key, the latest first; empty for a new key. */
  readonly before: ClaimedKey['claims'];
}

/** The objects of a listing that no shard holds with this content. */
export async function* newInputs(
  listing: AsyncIterable<WorkspaceObject>,
  ledger: AsyncIterable<ClaimedKey>,
  isForgotten: (object: WorkspaceObject) => boolean,
): AsyncGenerator<NewInput> {
  for await (const input of withClaims(listing, ledger)) {
    const { object, before } = input;
    const [latest] = before;
    if (!(latest ? latest.object.etag === object.etag : isForgotten(object))) yield input;
  }
}

/** Each object of a listing with what the ledger knows of its key, both by key: neither is ever held as a whole. */
export async function* withClaims(
  listing: AsyncIterable<WorkspaceObject>,
  ledger: AsyncIterable<ClaimedKey>,
): AsyncGenerator<NewInput> {
  const claimed = ledger[Symbol.asyncIterator]();
  let known = await claimed.next();
  for await (const object of listing) {
    if (object.key.endsWith('/')) continue;
    while (!known.done && byUtf8(known.value.key, object.key) < 0) known = await claimed.next();
    const before = !known.done && known.value.key === object.key ? known.value.claims : [];
    yield { object, before };
  }
  await claimed.return?.(undefined);
}

import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Item, Table } from '../pipeline/ports.ts';
import type { Half } from './half.ts';

/** A half as it waits in the spool for the other one. */
export interface Waiting extends Half {
  /** ISO time at which it came. */
  readonly came: string;
}

/** Payloads are packed where that makes them shorter. */
const PACKED = 'gzip:';
/** DynamoDB takes items of 400 KB; what is around the payload takes less than the rest. */
const LONGEST = 390 * 1024;

/** Halves of a request lie beside each other, requests in no order: writes spread over the table. */
export const HALVES = 'half#';

/** A request has one of each, and feedback as often as the truth is another. */
export function halfKey({ id, side, payload }: Pick<Half, 'id' | 'side' | 'payload'>): string {
  return side === 'feedback' ? feedbackKey(id, hashOf(payload)) : sideKey(id, side);
}

export function sideKey(id: string, side: 'request' | 'response'): string {
  return `${HALVES}${hashOf(id)}#${side}`;
}

export function feedbackKey(id: string, digest: string): string {
  return `${HALVES}${hashOf(id)}#feedback-${digest}`;
}

/** Says that a request was written. */
export function doneKey(id: string): string {
  return `done#${hashOf(id)}`;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Null where the payload is too large to wait anywhere. The same half again is the same item. */
export function itemOf({ payload, ...half }: Half, came: Date): Item | null {
  const packed = PACKED + gzipSync(payload).toString('base64');
  const body = packed.length < Buffer.byteLength(payload) ? packed : payload;
  if (Buffer.byteLength(body) > LONGEST) return null;
  return { sk: halfKey({ ...half, payload }), ...half, came: came.toISOString(), body };
}

export function waitingOf({ sk: _, body, ...item }: Item): Waiting {
  const text = String(body);
  const payload = text.startsWith(PACKED)
    ? gunzipSync(Buffer.from(text.slice(PACKED.length), 'base64')).toString()
    : text;
  return { ...(item as unknown as Omit<Waiting, 'payload'>), payload };
}

/** The spool, a partition a monitor: the same port as that of the ledger, another table. */
export type Spool = Pick<Table, 'get' | 'stream' | 'write'>;

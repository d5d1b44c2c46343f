import type { Format } from '../read/format.ts';
import { splittable } from '../read/part.ts';
import type { NewInput } from './new-inputs.ts';
import type { ByteRange } from './ports.ts';

/** An item of the table holds 400 KB; with longest keys, a quarter of these many would fill it. */
const OBJECTS = 1000;
const KEY_BYTES = 200 * 1024;
const BYTES = 256 * 1024 * 1024;
/** A claim, its shards and their markers are one transaction of at most 100 writes. */
const PARTS = 48;

export interface Cut {
  readonly inputs: readonly NewInput[];
  /** Of the one object where it is large and can be split; else null, once. */
  readonly parts: readonly (ByteRange | null)[];
}

/** Cuts new objects, in the order of their keys, into what one worker can do each. */
export async function* cutClaims(
  inputs: AsyncIterable<NewInput>,
  stated: Format | undefined,
): AsyncGenerator<Cut> {
  let group: NewInput[] = [];
  let [bytes, keyBytes] = [0, 0];
  for await (const input of inputs) {
    const { key, size } = input.object;
    if (size > BYTES && splittable(key, stated)) {
      yield { inputs: [input], parts: cutObject(size) };
      continue;
    }
    const full =
      group.length === OBJECTS ||
      bytes + size > BYTES ||
      keyBytes + Buffer.byteLength(key) > KEY_BYTES;
    if (group.length > 0 && full) {
      yield { inputs: group, parts: [null] };
      [group, bytes, keyBytes] = [[], 0, 0];
    }
    group.push(input);
    bytes += size;
    keyBytes += Buffer.byteLength(key);
  }
  if (group.length > 0) yield { inputs: group, parts: [null] };
}

/** Even parts, each of about what a shard holds. */
export function cutObject(size: number): ByteRange[] {
  const count = Math.min(PARTS, Math.ceil(size / BYTES));
  const width = Math.ceil(size / count);
  return Array.from({ length: count }, (_, i) => ({
    from: i * width,
    to: Math.min(size, (i + 1) * width),
  }));
}

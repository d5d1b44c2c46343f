import { open, readFile } from 'node:fs/promises';
import type { ByteRange, Ports } from '../pipeline/ports.ts';
import { type RowGroup, readFooter, rowGroups } from './parquet-footer.ts';
import type { PartSource } from './part.ts';
import type { RowRange } from './scan.ts';

const PIECE_BYTES = 1024 * 1024;
/** A gap as small as this costs less to fetch than another request. */
const GAP_BYTES = 1024 * 1024;

/**
 * Writes the row groups that begin in a part of a Parquet file where they lie in the whole, with its footer, and holes
 * for the rest: a Parquet file of which only the rows that it returns can be read.
 *
 * @throws Unreadable where the footer tells nonsense
 */
export async function writeRowGroups(
  source: PartSource,
  ports: Pick<Ports, 'openEngine'>,
): Promise<RowRange> {
  const { object, part, path, bytes } = source;
  await readFooter(object.size, path, (range) => bytes(range, (piece) => readFile(piece)));
  const owned = ownedBy(part, await rowGroups(ports, path, object.size));
  const [first] = owned;
  if (!first) return { first: 0, count: 0 };
  for (const range of closed(owned.flatMap(({ extents }) => extents))) {
    await bytes(range, (piece) => copyTo(path, piece, range.from));
  }
  return { first: first.first, count: owned.reduce((sum, { rows }) => sum + rows, 0) };
}

/** Row groups mostly lie in their order; where not, one counts as beginning where the last of those before it does. */
function ownedBy({ from, to }: ByteRange, groups: readonly RowGroup[]): RowGroup[] {
  let start = 0;
  return groups.filter((group) => {
    start = Math.max(start, group.start);
    return start >= from && start < to;
  });
}

/** Ranges in order, those that touch or nearly do as one. */
function closed(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: ByteRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to + GAP_BYTES)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  return merged;
}

async function copyTo(path: string, from: string, at: number): Promise<void> {
  const [source, target] = [await open(from), await open(path, 'r+')];
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let copied = 0; ; ) {
      const { bytesRead } = await source.read(piece, 0, PIECE_BYTES, copied);
      if (bytesRead === 0) return;
      await target.write(piece, 0, bytesRead, at + copied);
      copied += bytesRead;
    }
  } finally {
    await source.close();
    await target.close();
  }
}

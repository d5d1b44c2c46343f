import { createHash } from 'node:crypto';
import { sql } from '../../sql/sql.ts';
import type { CategoricalColumn } from '../column.ts';
import { addCounts } from '../counts.ts';
import type { ColumnStatistic } from '../statistic.ts';

/** Rows per category. */
export interface Categories {
  /** Rows per frozen category, in the order of `CategoricalColumn.categories`. */
  readonly known: readonly number[];
  /** Rows per unknown category: all of them up to 256, then those with the 256 smallest hashes, each count exact. */
  readonly unknown: Readonly<Record<string, number>>;
  /** Rows with an unknown category, named above or not. */
  readonly unknownRows: number;
}

const NAMED_UNKNOWN = 256;
/** Longer names are cut, so that text that is no category can't fill a profile. */
export const NAME_LENGTH = 200;

export const categories: ColumnStatistic<Categories, CategoricalColumn> = {
  appliesTo: ({ type }) => type === 'categorical',
  empty: (column) => ({ known: column.categories.map(() => 0), unknown: {}, unknownRows: 0 }),
  select: (_, value) => ({ counts: sql`histogram(left(${value}, ${NAME_LENGTH}))` }),
  read: (row, column) => {
    const counts = new Map((row.counts ?? new Map()) as Map<string, bigint | number>);
    const known = column.categories.map((name) => {
      const count = Number(counts.get(name) ?? 0);
      counts.delete(name);
      return count;
    });
    const unknown = [...counts].map(([name, count]) => [name, Number(count)] as const);
    return {
      known,
      unknown: smallestHashes(unknown),
      unknownRows: unknown.reduce((sum, [, count]) => sum + count, 0),
    };
  },
  merge: (a, b) => {
    const unknown = new Map(Object.entries(a.unknown));
    for (const [name, count] of Object.entries(b.unknown)) {
      unknown.set(name, (unknown.get(name) ?? 0) + count);
    }
    return {
      known: addCounts(a.known, b.known),
      unknown: smallestHashes([...unknown]),
      unknownRows: a.unknownRows + b.unknownRows,
    };
  },
};

/**
 * The entries with the smallest hashes of their names, sorted by name.
 *
 * A bottom-k sample adds up: a name among the smallest of the union is among the smallest of every part that holds it.
 */
function smallestHashes(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const kept =
    entries.length <= NAMED_UNKNOWN
      ? entries
      : entries
          .map((entry) => ({ entry, hash: createHash('md5').update(entry[0]).digest('hex') }))
          .sort((a, b) => (a.hash < b.hash ? -1 : 1))
          .slice(0, NAMED_UNKNOWN)
          .map(({ entry }) => entry);
  return Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1)));
}

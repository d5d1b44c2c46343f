import { createHash } from 'node:crypto';
import { type Sql, sql } from '../../lib/sql/sql.ts';

/** A key per row that puts rows into a random order, the same in every run; each `purpose` has an order of its own. */
export function shuffleKey(row: Sql, purpose: Sql | string): Sql {
  // DuckDB joins the hashes of two arguments by XOR; hashed once more, two purposes no longer order alike.
  return sql`hash(hash(${row}, ${purpose}))`;
}

/** A number in [0, 1) per row, the same in every run; each `purpose` has numbers of its own. */
export function uniform(row: Sql, purpose: Sql | string): Sql {
  return sql`((${shuffleKey(row, purpose)} >> 11)::DOUBLE / 9007199254740992::DOUBLE)`;
}

/** One of `count` numbers from 0 that `purpose` decides. */
export function pick(purpose: string, count: number): number {
  return createHash('sha256').update(purpose).digest().readUInt32BE() % count;
}

/** Numbers from 0 to `count` in a random order that `purpose` decides. */
export function shuffled(purpose: string, count: number): number[] {
  const key = (i: number) => createHash('sha256').update(`${purpose} ${i}`).digest('hex');
  return Array.from({ length: count }, (_, i) => [key(i), i] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, i]) => i);
}

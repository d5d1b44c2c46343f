import { raw, type Sql, sql } from '../lib/sql/sql.ts';

/** A number in (0, 1) per `id` that is the same in every run; each `purpose` has numbers of its own. */
export function uniform(purpose: string): Sql {
  // DuckDB joins the hashes of two arguments by XOR; hashed once more, two purposes no longer move together.
  const bits = sql`hash(hash(id, ${purpose})) >> 11`;
  return sql`((${bits})::DOUBLE + 0.5::DOUBLE) / ${raw('9007199254740992e0')}`;
}

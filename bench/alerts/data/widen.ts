import type { Engine } from '../../../lib/pipeline/ports.ts';
import { ident, join, raw, sql } from '../../../lib/sql/sql.ts';
import { shuffleKey } from '../shuffled.ts';
import type { Source } from './source.ts';

const BLOCK = 5;

/**
 * Adds to `source` as many columns as make `columns` features: copies of the first five together, each copy in an order of
 * rows of its own, within the day. So columns of a copy depend on each other as the real ones do, and on no other copy.
 *
 * Returns the features by name and type.
 */
export async function widen(
  engine: Engine,
  source: Source,
  columns: number,
): Promise<Record<string, 'numeric' | 'categorical'>> {
  const all = Object.entries(source.features);
  if (columns <= all.length) return Object.fromEntries(all.slice(0, columns));
  const first = all.slice(0, BLOCK);
  const wide = Object.fromEntries(first);
  const copies = Array.from({ length: Math.ceil(columns / BLOCK) - 1 }, (_, i) => {
    const block = first.map(([name, type]) => {
      wide[`${name}_${i + 2}`] = type;
      return sql`${ident(name)} AS ${ident(`${name}_${i + 2}`)}`;
    });
    return sql`POSITIONAL JOIN (SELECT ${join(block)} FROM source ORDER BY day, ${shuffleKey(raw('row_id'), `copy ${i}`)})`;
  });
  await engine.run(
    sql`CREATE TABLE wide AS FROM (FROM source ORDER BY day, row_id) ${join(copies, ' ')}`,
  );
  await engine.run(raw('DROP TABLE source'));
  await engine.run(raw('ALTER TABLE wide RENAME TO source'));
  return wide;
}

import type { Engine } from '../../../lib/pipeline/ports.ts';
import { raw, sql } from '../../../lib/sql/sql.ts';
import { shuffleKey } from '../shuffled.ts';
import type { Source } from './source.ts';

/** A day keeps so many rows for every row that a window takes of it, and so many at least. */
const KEPT = 4;
const LEAST = 4_000;

/** Leaves `source` a random part of its days' rows, where windows take but few: every draw sorts them. */
export async function thinDays(engine: Engine, { inDays }: Source, rows: number): Promise<void> {
  if (!inDays) return;
  const place = sql`row_number() OVER (PARTITION BY day ORDER BY ${shuffleKey(raw('row_id'), 'thin')})`;
  await engine.run(
    sql`CREATE TABLE thin AS FROM source QUALIFY ${place} <= ${Math.max(LEAST, KEPT * rows)}`,
  );
  await engine.run(raw('DROP TABLE source'));
  await engine.run(raw('ALTER TABLE thin RENAME TO source'));
}

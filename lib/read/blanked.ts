import type { Engine } from '../pipeline/ports.ts';
import { raw } from '../sql/sql.ts';

/** Makes the table `blanked` (path, line, error, text) of lines that copies of files have left out: blank ones stand for them. */
export async function makeBlanked(engine: Engine): Promise<void> {
  await engine.run(
    raw(
      'CREATE TEMP TABLE IF NOT EXISTS blanked (path VARCHAR, line BIGINT, error VARCHAR, text VARCHAR)',
    ),
  );
}

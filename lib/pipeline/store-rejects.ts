import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Monitor } from '../monitor/schema.ts';
import { raw, sql } from '../sql/sql.ts';
import { layout } from './layout.ts';
import type { Engine, Ports } from './ports.ts';

/** Keeps what could not be read; nothing is written where there is nothing. */
export async function storeRejects(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  shard: string,
): Promise<void> {
  const [kept] = await engine.rows(raw('SELECT count(*) AS n FROM rejects'));
  if (Number(kept?.n) === 0) return;
  const path = join(ports.scratch, `${randomUUID()}.jsonl`);
  await engine.run(sql`COPY (FROM rejects ORDER BY source, line, reason) TO ${path} (FORMAT json)`);
  await ports.workspace.store(path, layout.rejected(monitor.monitor, shard));
  await rm(path, { force: true });
}

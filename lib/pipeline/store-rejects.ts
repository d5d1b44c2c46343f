import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Monitor } from '../monitor/schema.ts';
import { windowOf } from '../profile/window.ts';
import type { RejectCount } from '../read/rejects.ts';
import { raw, sql } from '../sql/sql.ts';
import { layout } from './layout.ts';
import type { Engine, Ports } from './ports.ts';
import type { Work } from './shard.ts';

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
  await engine.run(
    sql`COPY (SELECT * EXCLUDE (window_start) FROM rejects ORDER BY source, line, reason) TO ${path} (FORMAT json)`,
  );
  await ports.workspace.store(path, layout.rejected(monitor.monitor, shard));
  await rm(path, { force: true });
}

/** How many rejects there are for each reason. */
export function sumReasons(counts: readonly RejectCount[]): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const { reason, count } of counts) reasons[reason] = (reasons[reason] ?? 0) + count;
  return reasons;
}

/** The window in which a shard was dropped: that of rejects that nothing else gives a time. */
export function windowOfDrop(monitor: Monitor, { objects, ranges, claimed }: Work): number {
  return windowOf(monitor, Date.parse(objects.at(-1)?.modified ?? ranges.at(-1)?.to ?? claimed));
}

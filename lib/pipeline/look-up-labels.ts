import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { labelWait } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import { windowEnd } from '../profile/window.ts';
import { load } from '../read/load.ts';
import { type Sql, sql } from '../sql/sql.ts';
import { dueItem, LOOKUP, noteDue } from './due.ts';
import type { WindowToJoin } from './join-labels.ts';
import type { Engine, Ports } from './ports.ts';
import { labelOptions } from './stage-labels.ts';
import type { WindowRecord } from './state.ts';

const HOUR = 3_600_000;

/**
 * Adds to the table `latest` what a table keyed by id holds of the predictions without a label; and when `labels.wait`
 * is over of all of them, since labels may have been corrected.
 */
export async function lookUpLabels(
  ports: Ports,
  engine: Engine,
  { monitor, window, came, now }: WindowToJoin,
  predictions: Sql,
): Promise<void> {
  const { labels } = monitor;
  if (labels?.from !== 'dynamodb_by_id') return;
  const last = now.getTime() >= deadline(monitor, window, came);
  const wanted = last
    ? sql`SELECT DISTINCT id FROM ${predictions} WHERE id IS NOT NULL`
    : sql`SELECT DISTINCT id FROM ${predictions} ANTI JOIN latest USING (id) WHERE id IS NOT NULL`;
  const ids = (await engine.rows(sql`${wanted} ORDER BY id`)).map(({ id }) => String(id));
  if (ids.length === 0) return;
  const path = join(ports.scratch, `${randomUUID()}.jsonl`);
  try {
    await ports.tables.lookUp(labels, ids, path);
    const { size } = await stat(path);
    if (size === 0) return;
    const source = `dynamodb://${labels.table}`;
    const file = {
      key: `${source}.jsonl`,
      size,
      file: { path, release: async () => {} },
      format: 'jsonl' as const,
    };
    const options = labelOptions(monitor, {
      careful: true,
      scratch: ports.scratch,
      onFile: async () => {},
    });
    await load(engine, [file], options);
    await engine.run(sql`CREATE TEMP TABLE found AS SELECT id,
      {'label': arg_max(label, n), 'given': ${now.toISOString()}::TIMESTAMP, 'source': ${source}, 'position': 0::BIGINT, 'shard': NULL::VARCHAR} AS l
      FROM (SELECT id, label, row_number() OVER () AS n FROM loaded WHERE reason IS NULL) SEMI JOIN ${predictions} USING (id) GROUP BY id`);
    // A label that is known already keeps the time at which it was first seen.
    await engine.run(
      sql`DELETE FROM found WHERE EXISTS (FROM latest WHERE latest.id = found.id AND latest.l.label = found.l.label)`,
    );
    await engine.run(sql`DELETE FROM latest WHERE id IN (SELECT id FROM found)`);
    await engine.run(sql`INSERT INTO latest FROM found`);
  } finally {
    await rm(path, { force: true });
  }
}

/** Notes when labels of a window are to be looked up again: after as long as it has waited, until `labels.wait` is over. */
export async function nextLookUp(
  ports: Ports,
  monitor: Monitor,
  window: number,
  came: WindowRecord['came'],
  now: Date,
): Promise<void> {
  if (monitor.labels?.from !== 'dynamodb_by_id') return;
  const last = deadline(monitor, window, came);
  if (now.getTime() >= last) return;
  const waited = now.getTime() - Math.max(windowEnd(monitor, window), Date.parse(came.last));
  const from = new Date(Math.min(last, now.getTime() + Math.max(HOUR, waited))).toISOString();
  // Its name differs from the one that is at work now, which is removed at the end.
  const by = `${LOOKUP}-${from}`;
  await noteDue(ports, monitor.monitor, [
    dueItem({ window, by, claimed: now.toISOString(), from, anew: false }),
  ]);
}

function deadline(monitor: Monitor, window: number, came: WindowRecord['came']): number {
  return Math.max(windowEnd(monitor, window), Date.parse(came.last)) + labelWait(monitor);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { profileWindows } from '../../bench/alerts/profile-windows.ts';
import { buildReference } from '../../bench/alerts/reference.ts';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { type Sql, sql } from '../../lib/sql/sql.ts';
import { measureRows } from '../support/measure-rows.ts';

const MONITOR = `
monitor: m
task: binary
columns:
  timestamp: event_at
  score: score
  label: label
  segments: [kind]
  features: { x: numeric, kind: categorical }
`;

/** 400 rows a day from the first of January on. */
const logged = (
  from: number,
  until: number,
): Sql => sql`(SELECT sqrt(i) AS x, ['a', 'b', 'c'][1 + i % 3] AS kind,
  (i % 97) / 97 AS score, (i % 5 = 0)::INTEGER AS label, make_timestamp((1704067200 + (i // 400) * 86400 + i % 400)::BIGINT * 1000000) AS event_at
  FROM range(${400 * from}, ${400 * until}) r(i))`;

test('many windows of one statement are profiled as the pipeline profiles each by itself', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-bench-'));
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 500, spillFolder: scratch });
  try {
    const reference = await buildReference(engine, MONITOR, logged(0, 12), scratch);
    expect(reference.whole.rows).toBe(4800);
    expect(reference.chunks.map(({ rows }) => rows)).toEqual(new Array(12).fill(400));
    const rows = sql`(SELECT *, epoch_ms(event_at) // 86400000 AS window_start FROM ${logged(12, 14)})`;
    const { monitor, baseline } = reference;
    const windows = await profileWindows(engine, monitor, baseline.frame, rows);
    const alone = await measureRows({
      monitor: MONITOR,
      baseline: logged(0, 12),
      windows: [logged(12, 13), logged(13, 14)],
    });
    expect([...windows.values()]).toEqual(alone.windows);
  } finally {
    engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
});

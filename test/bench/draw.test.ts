import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { windowStartOf } from '../../bench/alerts/data/calendar.ts';
import { drawMonths } from '../../bench/alerts/data/draw.ts';
import type { Source } from '../../bench/alerts/data/source.ts';
import { split } from '../../bench/alerts/data/split.ts';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { raw, sql } from '../../lib/sql/sql.ts';

const source = (inDays: boolean): Source => ({
  name: 'test',
  task: 'binary',
  features: { x: 'numeric' },
  outcome: [],
  segment: 'x',
  inDays,
  missing: () => null,
  load: async () => {},
});

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ threads: 1, memoryMegabytes: 300, spillFolder: '/tmp' });
});
afterAll(() => engine.close());

async function drawnRows(seed: string) {
  await engine.run(raw('DROP TABLE IF EXISTS source'));
  await engine.run(
    raw(
      'CREATE TABLE source AS SELECT i AS row_id, 0 AS day, 43200.0 AS second, i AS x FROM range(1000) r(i)',
    ),
  );
  const drawnFrom = await split(engine, source(false), 1, 50);
  await drawMonths(engine, drawnFrom, { from: 0, until: 2, rows: 50 }, seed);
  const rows = await engine.rows(raw('SELECT row_id, window_start FROM drawn ORDER BY ALL'));
  return { drawnFrom, rows: rows.map(({ row_id, window_start }) => `${row_id} ${window_start}`) };
}

describe('rows that may be of any day', () => {
  test('make 30 windows a month, of which none holds a row twice or a row of the baseline', async () => {
    const { drawnFrom } = await drawnRows('seed');
    const [found] = await engine.rows(sql`SELECT count(DISTINCT window_start) AS windows,
      count(*) AS n, count(DISTINCT (row_id, window_start)) AS different,
      count(*) FILTER (row_id IN (SELECT row_id FROM ${drawnFrom.baseline})) AS shared FROM drawn`);
    expect(found).toEqual({ windows: 60n, n: 3000n, different: 3000n, shared: 0n });
  });

  test('are the same again with the same seed, and others with another', async () => {
    const first = await drawnRows('seed');
    expect((await drawnRows('seed')).rows).toEqual(first.rows);
    expect((await drawnRows('another')).rows).not.toEqual(first.rows);
  });

  test('of the baseline lie on the days before the first month', async () => {
    const { drawnFrom } = await drawnRows('seed');
    const [found] = await engine.rows(sql`SELECT epoch_ms(max(event_at)) AS last,
      count(DISTINCT event_at::DATE) AS days, count(*) AS n FROM ${drawnFrom.baseline}`);
    expect(found).toEqual({ last: BigInt(windowStartOf(0, 0) - 43_200_000), days: 10n, n: 500n });
  });
});

test('days are drawn as whole real days, which keep their weekday and their place in the week', async () => {
  await engine.run(raw('DROP TABLE IF EXISTS source'));
  await engine.run(
    raw(
      'CREATE TABLE source AS SELECT i AS row_id, i // 20 AS day, 43200.0 AS second, i // 20 AS x FROM range(2800) r(i)',
    ),
  );
  const drawnFrom = await split(engine, source(true), 1, 10);
  await drawMonths(engine, drawnFrom, { from: 0, until: 3, rows: 10 }, 'seed');
  const days = await engine.rows(
    raw(`SELECT month, day_of_month, min(x) AS real, max(x) AS last, count(*) AS n,
    isodow(make_timestamp(window_start::BIGINT * 1000)) AS weekday FROM drawn GROUP BY ALL ORDER BY ALL`),
  );
  expect(days).toHaveLength(90);
  const own = await engine.rows(sql`SELECT DISTINCT x // 7 AS week FROM ${drawnFrom.baseline}`);
  expect(own).toHaveLength(8);
  for (const { month, day_of_month, real, last, n, weekday } of days) {
    expect(n).toBe(10n);
    expect(last).toBe(real);
    expect(Number(weekday)).toBe(1 + (Number(real) % 7));
    expect(own.map(({ week }) => week)).not.toContain(
      BigInt(Number(real) - (Number(real) % 7)) / 7n,
    );
    const monday = days.find(
      (one) =>
        one.month === month &&
        Number(one.day_of_month) === Number(day_of_month) - (Number(day_of_month) % 7),
    );
    expect(Number(real) - Number(monday?.real)).toBe(Number(day_of_month) % 7);
  }
});

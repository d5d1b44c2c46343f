import { afterAll, beforeAll, expect, it } from 'vitest';
import { solve } from '../../demo/linear-system.ts';
import { fitLogistic } from '../../demo/logistic.ts';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { raw, sql } from '../../lib/sql/sql.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: '/tmp' });
});
afterAll(() => engine.close());

it('gives two groups the log-odds of their own rates', async () => {
  await engine.run(sql`CREATE TABLE flights AS
    SELECT 1::DOUBLE AS one, (i % 2)::DOUBLE AS grouped, (i % 20 IN (0, 1, 3, 5))::INTEGER AS late FROM range(2000) AS r(i)`);
  const [intercept, weight] = await fitLogistic(engine, raw('flights'), raw('late'), [
    raw('one'),
    raw('grouped'),
  ]);
  expect(intercept).toBeCloseTo(Math.log(0.1 / 0.9), 5);
  expect(weight).toBeCloseTo(Math.log(0.3 / 0.7) - Math.log(0.1 / 0.9), 5);
});

it('solves a system whose first pivot is zero', () => {
  const solution = solve(
    [
      [0, 2, 1],
      [1, 1, 1],
      [4, 0, -1],
    ],
    [7, 6, 1],
  );
  expect(solution.map((value) => Number(value.toFixed(9)))).toEqual([1, 2, 3]);
});

it('refuses a singular system', () => {
  expect(() =>
    solve(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
  ).toThrow(RangeError);
});

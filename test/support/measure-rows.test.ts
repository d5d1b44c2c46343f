import { expect, test } from 'vitest';
import { raw } from '../../lib/sql/sql.ts';
import { measureRows, valueAt } from './measure-rows.ts';

test('segments are values, bins of a number, and pairs', async () => {
  const rows = (n: number) =>
    raw(`(SELECT TIMESTAMP '2026-01-01' + INTERVAL (i) MINUTE AS t, i % 100 AS age,
      ['DE', 'FR'][1 + i % 2] AS country, ['tv', 'web'][1 + (i // 2) % 2] AS device, i % 7 / 7 AS x
      FROM range(${n}) r(i))`);
  const { frame, measured } = await measureRows({
    monitor: `{ monitor: m, task: binary, columns: { timestamp: t, features: { x: numeric },
      segments: [country, { column: age, bins: 4 }, { columns: [country, device] }] } }`,
    baseline: rows(1000),
    windows: [rows(400)],
  });
  expect(frame.segments.map(({ name, segments }) => [name, [...segments].sort()])).toEqual([
    ['country', ['country=DE', 'country=FR']],
    ['age', ['age=(24, 49]', 'age=(49, 74]', 'age=<= 24', 'age=> 74']],
    [
      'country & device',
      ['DE & device=tv', 'DE & device=web', 'FR & device=tv', 'FR & device=web'].map(
        (pair) => `country=${pair}`,
      ),
    ],
  ]);
  const [values = []] = measured;
  expect(valueAt(values, 'rows').value).toBe(400);
  expect(valueAt(values, 'rows', { segment: 'country=DE' }).value).toBe(200);
  expect(valueAt(values, 'rows', { segment: 'age=(24, 49]' }).value).toBe(100);
  expect(valueAt(values, 'rows', { segment: 'country=FR & device=web' }).value).toBe(100);
});

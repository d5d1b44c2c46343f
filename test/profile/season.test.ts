import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { SEASON_NAMES } from '../../lib/monitor/seasons.ts';
import { seasonAt, seasonName, seasonNumber, seasonsOf } from '../../lib/profile/season.ts';
import { raw, sql } from '../../lib/sql/sql.ts';

describe('the season of an instant', () => {
  it.each([
    ['weekday', '2026-11-01T00:00:00Z', 'weekday=Sunday'],
    ['weekday', '2026-11-01T23:59:59.999Z', 'weekday=Sunday'],
    ['weekday', '2026-11-02T00:00:00Z', 'weekday=Monday'],
    ['weekday', '1969-12-31T12:00:00Z', 'weekday=Wednesday'],
    ['hour', '2026-11-01T09:59:00Z', 'hour=09'],
    ['hour of the week', '2026-11-06T14:05:00Z', 'hour of the week=Friday 14'],
  ] as const)('%s of %s is %s', (season, instant, name) => {
    expect(seasonName(season, seasonAt(season, Date.parse(instant)))).toBe(name);
  });

  it('is the same in SQL, before 1970 too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'driftwatch-season-'));
    const engine = await openDuckDb({ threads: 1, memoryMegabytes: 100, spillFolder: folder });
    const instants = raw(
      "(SELECT TIMESTAMP '1969-11-30 00:00:00.5' + to_minutes(i * 4001) AS event_time FROM range(8000) r(i))",
    );
    for (const season of SEASON_NAMES) {
      const rows = await engine.rows(
        sql`SELECT epoch_ms(event_time) AS at, ${seasonNumber(season)} AS number FROM ${instants}`,
      );
      const numbers = rows.map(({ number }) => Number(number));
      expect(numbers).toEqual(rows.map(({ at }) => seasonAt(season, Number(at))));
      expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(seasonsOf(season));
    }
    engine.close();
    await rm(folder, { recursive: true });
  });
});

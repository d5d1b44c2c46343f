import type { Monitor } from '../monitor/schema.ts';
import type { Season } from '../monitor/seasons.ts';
import type { Engine } from '../pipeline/ports.ts';
import { raw, sql } from '../sql/sql.ts';
import { dataSetRows } from './data-set.ts';
import type { Frame } from './frame.ts';
import { partMinutesOf } from './freeze-outcome.ts';
import type { Slice } from './profile.ts';
import { profileRows } from './profile-rows.ts';
import { seasonNumber, seasonsOf } from './season.ts';

/** So many seasons are profiled at a time: the profiles of all segments of 168 hours don't fit beside each other. */
const TOGETHER = 12;

/**
 * The baseline's data set cut by season, over the baseline's own bins: the slices of each, by its number, `TOGETHER` at a time.
 * Rows without a time are in none. The relation `loaded` is the data set.
 */
export async function* profileSeasons(
  engine: Engine,
  monitor: Monitor,
  frame: Frame,
  season: Season,
): AsyncGenerator<Map<number, Slice[]>> {
  const number = seasonNumber(season);
  const dated = sql`(SELECT * FROM ${dataSetRows(number)} WHERE isfinite(event_time))`;
  const partMinutes = await partMinutesOf(engine, raw('loaded'), frame.outcome.partMinutes);
  const coarse = { ...frame, outcome: { ...frame.outcome, partMinutes } };
  const all = seasonsOf(season);
  for (let i = 0; i < all.length; i += TOGETHER) {
    const some = sql`(SELECT * FROM ${dated} WHERE window_start IN (${raw(all.slice(i, i + TOGETHER).join(', '))}))`;
    yield await profileRows(engine, monitor, coarse, some);
  }
}

import type { Monitor } from '../monitor/schema.ts';
import type { Engine } from '../pipeline/ports.ts';
import { type Sql, sql } from '../sql/sql.ts';
import type { Frame } from './frame.ts';
import type { Slice } from './profile.ts';
import { profileRows } from './profile-rows.ts';
import { windowStart } from './window.ts';

/** The newest windows of a data set are looked at, so many at most. */
const WINDOWS = 60;

/**
 * The baseline's data set cut into the monitor's windows: of each the profile of all its rows, the newest 60, by start (epoch ms). None
 * where its rows have no time. `loaded` is the relation with the canonical columns.
 */
export async function profileBaselineWindows(
  engine: Engine,
  monitor: Monitor,
  frame: Frame,
  loaded: Sql,
): Promise<Map<number, Slice[]>> {
  const start = windowStart(monitor);
  const dated = sql`(SELECT * REPLACE (NULL AS variant), ${start} AS window_start, NULL::DOUBLE AS label_delay_seconds
    FROM ${loaded} WHERE isfinite(event_time))`;
  const newest = sql`(SELECT * FROM ${dated} WHERE window_start IN
    (SELECT DISTINCT window_start FROM ${dated} ORDER BY window_start DESC LIMIT ${WINDOWS}))`;
  const whole = { ...monitor, columns: { ...monitor.columns, segments: [] }, fairness: undefined };
  const unsegmented = { ...frame, segments: [] };
  return profileRows(engine, whole, unsegmented, newest);
}

import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { raw, type Sql } from '../sql/sql.ts';

/** Windows count from Monday 1970-01-05 00:00 UTC, so that those of a week begin on Mondays. */
export const WINDOWS_FROM = 4 * 86_400_000;

/** The start of the window that holds an instant; both epoch ms. */
export function windowOf(monitor: Monitor, instant: number): number {
  const width = parseDuration(monitor.window);
  return Math.floor((instant - WINDOWS_FROM) / width) * width + WINDOWS_FROM;
}

export function windowEnd(monitor: Monitor, start: number): number {
  return start + parseDuration(monitor.window);
}

/** `windowOf` of the canonical column event_time, in SQL. */
export function windowStart(monitor: Monitor): Sql {
  const width = parseDuration(monitor.window);
  const phase = WINDOWS_FROM % width;
  return raw(
    `((epoch_ms(event_time) - ${phase} + ${width}) // ${width} - 1) * ${width} + ${phase}`,
  );
}

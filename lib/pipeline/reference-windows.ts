import { lengthOf } from '../monitor/check-compare.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { seasonAt } from '../profile/season.ts';

/**
 * The starts (epoch ms) of the windows that lie within the stretch of `compare.of` before a window, or after it, of the same season
 * where one is named, by start. None where windows are compared with the baseline.
 */
export function windowsAround(monitor: Monitor, start: number, side: 'before' | 'after'): number[] {
  const { season, of = 'baseline' } = monitor.compare ?? {};
  const stretch = lengthOf(of);
  if (stretch === null) return [];
  const width = parseDuration(monitor.window);
  const first = side === 'before' ? -Math.floor(stretch / width) : 1;
  const starts = Array.from(
    { length: Math.floor(stretch / width) },
    (_, i) => start + (first + i) * width,
  );
  return season === undefined
    ? starts
    : starts.filter((one) => seasonAt(season, one) === seasonAt(season, start));
}

import { parseDuration } from './duration.ts';
import type { Monitor } from './schema.ts';

/** For clocks that differ, and for a schedule that stood still. */
const MARGIN = 14 * 86_400_000;

/** How long ground truth may take, in milliseconds; 0 where the monitor has no labels of their own. */
export function labelWait(monitor: Monitor): number {
  return monitor.labels ? parseDuration(monitor.labels.wait) : 0;
}

export function lookBack(monitor: Monitor): number {
  return parseDuration(monitor.look_back);
}

/** How long the claim of an input is remembered after it came, in milliseconds: as long as it could be found again. */
export function claimMemory(monitor: Monitor): number {
  return lookBack(monitor) + 2 * labelWait(monitor) + MARGIN;
}

/** How long a window is remembered after it ended or was last added to, in milliseconds. */
export function windowMemory(monitor: Monitor): number {
  return Math.max(lookBack(monitor), labelWait(monitor)) + parseDuration(monitor.window) + MARGIN;
}

/** As the table keeps it: seconds since 1970. */
export function expiry(from: number, memory: number): number {
  return Math.ceil((from + memory) / 1000);
}

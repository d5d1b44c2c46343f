import type { Monitor } from '../monitor/schema.ts';
import { windowEnd } from '../profile/window.ts';
import { dueItem, noteDue } from './due.ts';
import { referenceWindow } from './last-windows.ts';
import { isoSeconds } from './layout.ts';
import type { Ports } from './ports.ts';
import type { ReadProfile } from './profile-file.ts';
import { windowsAround } from './reference-windows.ts';
import { type WindowRecord, windowKey } from './state.ts';

/**
 * Makes windows that were held against a window as it was due again, for the next run: those that are remembered, lie within the
 * stretch of `compare.of` after it, and name it otherwise in their origin than its profiles are now. Safe to repeat.
 */
export async function noteDependents(
  ports: Ports,
  monitor: Monitor,
  start: number,
  files: readonly ReadProfile[],
  now: Date,
): Promise<void> {
  const due = [];
  for (const later of windowsAround(monitor, start, 'after')) {
    if (windowEnd(monitor, later) > now.getTime()) break;
    const record = (await ports.table.get(
      monitor.monitor,
      windowKey(later),
    )) as WindowRecord | null;
    const windows = record?.summary.origin?.reference?.windows;
    if (!record || !windows) continue;
    const known = windows.find((one) => one.start === isoSeconds(start))?.digest;
    const found = referenceWindow(monitor, files, record.summary.baseline)?.digest;
    if (known === found) continue;
    const from = new Date(now.getTime() + 1).toISOString();
    const claimed = now.toISOString();
    due.push(dueItem({ window: later, by: 'reference', claimed, from, anew: false }));
  }
  await noteDue(ports, monitor.monitor, due);
}

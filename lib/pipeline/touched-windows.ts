import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Ports } from './ports.ts';
import { LABELS_DUE, touchWindows, type WindowRecord } from './state.ts';
import { windowEnd } from './window.ts';

/** What one state of a state machine can hold; the rest is for the next run. */
const WINDOWS_PER_RUN = 2000;

/**
 * Names the windows whose outcome is to be joined: those with new predictions, and after new labels every window that
 * may still wait for some.
 */
export async function touchedWindows(
  ports: Ports,
  input: { monitor: Monitor; now: Date },
): Promise<{ windows: { window: number }[] }> {
  const { monitor, now } = input;
  const records = async () =>
    (await ports.table.query(monitor.monitor, 'window#')) as WindowRecord[];
  if (await ports.table.get(monitor.monitor, LABELS_DUE)) {
    const earliest = now.getTime() - parseDuration(monitor.labels?.wait ?? '30d');
    const waiting = (await records()).filter(({ start }) => windowEnd(monitor, start) >= earliest);
    await touchWindows(
      ports,
      monitor.monitor,
      waiting.map(({ start }) => start),
    );
    await ports.table.write(monitor.monitor, [{ remove: LABELS_DUE }]);
  }
  const due = (await records()).filter(({ joinDue }) => joinDue).slice(0, WINDOWS_PER_RUN);
  return { windows: due.map(({ start }) => ({ window: start })) };
}

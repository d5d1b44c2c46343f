import type { Monitor } from '../monitor/schema.ts';
import { windowEnd } from '../profile/window.ts';
import { readDue } from './due.ts';
import type { Ports } from './ports.ts';

/** What one state of a state machine can hold; the rest is for the next run. */
const WINDOWS_PER_RUN = 2000;

/** Names the windows that are over and have something that they don't show yet, by start. */
export async function dueWindows(
  ports: Ports,
  input: { monitor: Monitor; now: Date },
): Promise<{ windows: { window: number }[] }> {
  const { monitor, now } = input;
  const due = (await readDue(ports, monitor.monitor)).filter(
    ({ window, from }) =>
      windowEnd(monitor, window) <= now.getTime() && (from ?? '') <= now.toISOString(),
  );
  const starts = [...new Set(due.map(({ window }) => window))].sort((a, b) => a - b);
  return { windows: starts.slice(0, WINDOWS_PER_RUN).map((window) => ({ window })) };
}

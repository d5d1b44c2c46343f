import type { Monitor } from '../monitor/schema.ts';
import type { Ports } from './ports.ts';

/** Draws the reports of windows, one after the other; what can't be drawn is left out, since a run does not hang on it. */
export async function writeReports(
  ports: Ports,
  monitor: Monitor,
  windows: readonly number[],
): Promise<void> {
  if (windows.length === 0) return;
  // Charts and pages are as much code as all the rest: what draws none loads none.
  const { writeReport } = await import('./write-report.ts');
  for (const window of windows) await writeReport(ports, { monitor, window }).catch(() => null);
}

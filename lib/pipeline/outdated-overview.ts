import type { Monitor } from '../monitor/schema.ts';
import type { MonthFile } from '../report/summary/overview-files.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';
import type { WindowRecord } from './state.ts';
import { readJson, writeOverview } from './write-overview.ts';

/** So many in one run, the newest: the runs after it take the others, `driftwatch report --all` takes them at once. */
const MOST = 400;

/** Brings the overview up to date with all windows that the table knows, also those that earlier runs left out. */
export async function bringUpToDate(
  ports: Ports,
  monitor: Monitor,
  records: readonly WindowRecord[],
  now: Date,
): Promise<void> {
  const outdated = await outdatedWindows(ports, monitor.monitor, records);
  await writeOverview(ports, monitor, outdated, now);
}

/** Starts (epoch ms) of windows that the overview lacks or shows in another revision than the table. */
export async function outdatedWindows(
  ports: Ports,
  monitor: string,
  records: readonly WindowRecord[],
): Promise<number[]> {
  const months = new Set(records.map(({ summary }) => summary.window.start.slice(0, 7)));
  const shown = new Map<string, number>();
  for (const month of months) {
    const file = await readJson<MonthFile>(ports, layout.overviewMonth(monitor, month));
    for (const { start, revision } of file?.windows ?? []) shown.set(start, revision);
  }
  return records
    .filter(({ summary }) => shown.get(summary.window.start) !== summary.revision)
    .map(({ start }) => start)
    .sort((a, b) => a - b)
    .slice(-MOST);
}

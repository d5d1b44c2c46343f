import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { MonitorsFile, SlicesFile } from '../report/summary/overview-files.ts';
import { type OverviewIndex, updateIndex } from '../report/summary/overview-index.ts';
import {
  summarise,
  summariseSlices,
  type WindowSummary,
} from '../report/summary/window-summary.ts';
import type { WindowResult } from '../results.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';
import type { IncidentRecord } from './state.ts';

const READ_AT_ONCE = 16;

/**
 * Brings what the overview shows up to date with the windows (starts, epoch ms) that changed. For one writer at a time: whoever
 * holds the monitor's lease. A window without a result is left out.
 */
export async function writeOverview(
  ports: Ports,
  monitor: Monitor,
  windows: readonly number[],
  now: Date,
): Promise<void> {
  const name = monitor.monitor;
  const metrics = monitorMetrics(monitor);
  const months = new Map<
    string,
    { summaries: WindowSummary[]; slices: SlicesFile['windows'][number][] }
  >();
  for (let i = 0; i < windows.length; i += READ_AT_ONCE) {
    for (const result of await readResults(ports, name, windows.slice(i, i + READ_AT_ONCE))) {
      const month = result.window.start.slice(0, 7);
      const of = months.get(month) ?? { summaries: [], slices: [] };
      of.summaries.push(summarise(result, metrics));
      of.slices.push({ start: result.window.start, slices: summariseSlices(result, metrics) });
      months.set(month, of);
    }
  }
  const slices = new Set<string>();
  for (const [month, { slices: sliced }] of months) {
    for (const one of sliced) for (const slice of Object.keys(one.slices)) slices.add(slice);
    await replaceWindows(ports, layout.overviewSlices(name, month), sliced);
  }
  const key = layout.overviewIndex(name);
  const told = (await ports.table.query(name, 'incident#')) as IncidentRecord[];
  const index = updateIndex(await readJson<OverviewIndex>(ports, key), {
    ...{ monitor, metrics, as_of: now.toISOString() },
    months: [...months.keys()],
    slices: [...slices],
    incidents: told.map(({ incident }) => incident),
  });
  await ports.workspace.write(key, `${JSON.stringify(index)}\n`);
  await writePages(ports, name);
  // Last, for by these it is told what the overview lacks: whatever fails before them is done again.
  for (const [month, { summaries }] of months)
    await replaceWindows(ports, layout.overviewMonth(name, month), summaries);
}

/** The pages hold no data; those of older code are replaced. */
async function writePages(ports: Ports, monitor: string): Promise<void> {
  const { monitorPage, monitorsPage } = await import('../report/overview/pages.tsx');
  const names = (await ports.workspace.list('monitors/')).flatMap(
    ({ key }) => /^monitors\/([a-z0-9-]+)\.yaml$/.exec(key)?.[1] ?? [],
  );
  const known = [...new Set([...names, monitor])].sort();
  await writeChanged(ports, layout.overview(monitor), monitorPage(monitor));
  await writeChanged(ports, layout.monitorsOverview, monitorsPage());
  const index: MonitorsFile = { schema: 1, monitors: known };
  await writeChanged(ports, layout.monitorsIndex, `${JSON.stringify(index)}\n`);
}

/** A twelfth of the price of writing, for what is the same run after run. */
async function writeChanged({ workspace }: Ports, key: string, text: string): Promise<void> {
  if ((await workspace.read(key)) !== text) await workspace.write(key, text);
}

async function readResults(ports: Ports, monitor: string, starts: readonly number[]) {
  const found = await Promise.all(
    starts.map((start) => readJson<WindowResult>(ports, layout.result(monitor, start))),
  );
  return found.filter((result) => result !== null);
}

/** Puts windows in the place of those with the same start. */
async function replaceWindows<T extends { readonly start: string }>(
  ports: Ports,
  key: string,
  windows: readonly T[],
): Promise<void> {
  const before = await readJson<{ readonly windows: readonly T[] }>(ports, key);
  const all = new Map([...(before?.windows ?? []), ...windows].map((one) => [one.start, one]));
  const sorted = [...all.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
  await ports.workspace.write(key, `${JSON.stringify({ schema: 1, windows: sorted })}\n`);
}

/** Null where the file is not there, or is cut short: then it is begun anew. */
export async function readJson<T>(ports: Ports, key: string): Promise<T | null> {
  const text = await ports.workspace.read(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

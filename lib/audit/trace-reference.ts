import type { Monitor } from '../monitor/schema.ts';
import { readBaselineFile } from '../pipeline/ensure-baseline.ts';
import { referenceWindow } from '../pipeline/last-windows.ts';
import { isoSeconds } from '../pipeline/layout.ts';
import type { Ports } from '../pipeline/ports.ts';
import { readProfiles } from '../pipeline/profile-file.ts';
import { windowsAround } from '../pipeline/reference-windows.ts';
import { readSeason } from '../pipeline/season-files.ts';
import type { WindowSummary } from '../pipeline/state.ts';
import { seasonAt, seasonName } from '../profile/season.ts';
import type { Gathered } from './gather-records.ts';
import type { Now } from './trace-window.ts';

/** A part of what a window was held against: a season of the baseline, or an earlier window. */
export interface TracedReference {
  readonly name: string;
  readonly now: Now;
}

/** How what a window was held against is now, under the configuration that it was judged under. */
export async function traceReference(
  ports: Ports,
  summary: WindowSummary,
  { configurations }: Gathered,
): Promise<TracedReference[]> {
  const { origin, window } = summary;
  const monitor = origin && configurations.get(origin.configuration)?.monitor;
  if (!monitor || !origin.reference) return [];
  const start = Date.parse(window.start);
  const season = await traceSeason(ports, monitor, start, summary);
  return [...season, ...(await traceWindows(ports, monitor, start, summary))];
}

async function traceSeason(
  ports: Ports,
  monitor: Monitor,
  start: number,
  { baseline: version, origin }: WindowSummary,
): Promise<TracedReference[]> {
  const kind = monitor.compare?.season;
  const digest = origin?.reference?.season ?? null;
  if (!kind) return [];
  const season = { kind, number: seasonAt(kind, start) };
  const name = `${seasonName(kind, season.number)} of baseline ${version}`;
  const file = await readBaselineFile(ports, monitor.monitor, version);
  const found = file && (await readSeason(ports, monitor.monitor, version, season, file.digest));
  const now = compareDigests(digest, found?.digest ?? null);
  return now === null ? [] : [{ name, now }];
}

async function traceWindows(
  ports: Ports,
  monitor: Monitor,
  start: number,
  { baseline, origin }: WindowSummary,
): Promise<TracedReference[]> {
  const named = origin?.reference?.windows;
  if (!named) return [];
  const traced: TracedReference[] = [];
  for (const one of windowsAround(monitor, start, 'before')) {
    const at = isoSeconds(one);
    const files = await readProfiles(ports, monitor.monitor, one);
    const found = referenceWindow(monitor, files, baseline)?.digest ?? null;
    const now = compareDigests(named.find((known) => known.start === at)?.digest ?? null, found);
    if (now !== null) traced.push({ name: `window ${at}`, now });
  }
  return traced;
}

/** Null where there neither was nor is any. */
function compareDigests(recorded: string | null, found: string | null): Now | null {
  if (found === null) return recorded === null ? null : 'gone';
  if (recorded === null) return 'new';
  return recorded === found ? 'same' : 'changed';
}

import { expect } from 'vitest';
import { causesOf, type Incident } from '../../lib/judge/incident.ts';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import { type JudgedWindow, judgedWindow } from '../../lib/judge/judged-window.ts';
import { monitorMetrics } from '../../lib/metrics/custom/monitor-metrics.ts';
import { alertPolicy } from '../../lib/monitor/alert-policy.ts';
import { parseDuration } from '../../lib/monitor/duration.ts';
import type { IncidentRecord } from '../../lib/pipeline/state.ts';
import type { WindowResult } from '../../lib/results.ts';
import {
  DAY,
  type Expected,
  expectedWindows,
  nothing,
  rounded,
  UNMATCHED,
  unmatchedLabels,
} from './reference.ts';
import type { World } from './world.ts';

export async function readResults(world: World): Promise<WindowResult[]> {
  const { workspace } = await world.open();
  const objects = await workspace.list(`results/${world.monitor.monitor}/`);
  return Promise.all(
    objects.map(async ({ key }) => JSON.parse((await workspace.read(key)) ?? '') as WindowResult),
  );
}

/** Windows that are over show what the reference counts. */
export async function expectWindows(world: World): Promise<void> {
  const { labels } = world.monitor;
  const all = expectedWindows(world.batches, parseDuration(labels?.wait ?? '0d'));
  const over = [...all].filter(([start]) => start + DAY <= world.now);
  const results = await readResults(world);
  const shown = new Map(results.map((result) => [Date.parse(result.window.start), seen(result)]));
  const starts = new Set([...over.map(([start]) => start), ...shown.keys()]);
  const byStart = (windows: Map<number, Expected>) =>
    Object.fromEntries(
      [...starts]
        .sort()
        .map((start) => [new Date(start).toISOString(), windows.get(start) ?? nothing()]),
    );
  expect(byStart(shown)).toEqual(byStart(all));
}

/** Labels that match nothing are told once `labels.wait` is over. */
export async function expectUnmatched(world: World): Promise<void> {
  const counts = (await readResults(world)).map(({ rejections }) => rejections[UNMATCHED] ?? 0);
  const found = counts.reduce((a, b) => a + b, 0);
  const { least, most } = unmatchedLabels(world.batches);
  expect(found).toBeGreaterThanOrEqual(least);
  expect(found).toBeLessThanOrEqual(most);
}

function seen(result: WindowResult): Expected {
  const { rows, rejections, labelled, measurements } = result;
  const value = (metric: string, column: string | null = null, segment: string | null = null) =>
    measurements.find(
      (one) => one.metric === metric && one.column === column && one.segment === segment,
    )?.value ?? null;
  const count = (metric: string) => value(metric) ?? 0;
  const city = (name: string) => value('rows', null, `city=${name}`) ?? 0;
  const { [UNMATCHED]: _, ...others } = rejections;
  return {
    rows,
    rejections: others,
    labelled,
    outcomes: [
      count('true_negatives'),
      count('false_positives'),
      count('false_negatives'),
      count('true_positives'),
    ],
    mean: rounded(value('mean', 'x')),
    cities: { a: city('a'), b: city('b') },
  };
}

/** What incidents are folded from of one window. */
export function judged(world: World, result: WindowResult): JudgedWindow {
  return judgedWindow(result, monitorMetrics(world.monitor));
}

/** Incidents are those of all windows folded at once; one that was told and over before a correction undid it stays told. */
export async function expectIncidents(
  world: World,
  windows: readonly JudgedWindow[],
): Promise<void> {
  const told = (await world.items<IncidentRecord>('incident#')).map(({ incident }) => incident);
  const folded = foldIncidents(windows, alertPolicy(world.monitor));
  // An incident keeps the name that it was told under, though a correction may have another cause come first.
  const episodes = (incident: Incident) =>
    causesOf(incident).map(({ cause, onset }) => `${cause}@${onset}`);
  const known = new Set(folded.flatMap(episodes));
  const stale = told.filter((one) => !episodes(one).some((episode) => known.has(episode)));
  expect(stale.filter(({ resolved }) => resolved === null)).toEqual([]);
  const byEpisodes = (incidents: readonly Incident[]) =>
    new Map(
      incidents.map(({ id: _, cause: __, ...one }) => [
        episodes({ id: '', cause: '', ...one }).join(),
        one,
      ]),
    );
  expect(byEpisodes(told.filter((one) => !stale.includes(one)))).toEqual(byEpisodes(folded));
}

/** No work is left that could be done now. */
export async function isIdle(world: World): Promise<boolean> {
  const now = new Date(world.now).toISOString();
  const open = await world.items<{ sk: string; from: string }>('open#');
  const due = await world.items<{ sk: string; from: string | null; window: number }>('due#');
  return (
    !open.some(({ from }) => from <= now) &&
    !due.some(({ from, window }) => (from ?? '') <= now && window + DAY <= world.now) &&
    (await world.unclaimed()).length === 0
  );
}

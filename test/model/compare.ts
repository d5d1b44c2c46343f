import { expect } from 'vitest';
import { foldIncidents, type JudgedWindow, judgedCauses } from '../../lib/judge/incidents.ts';
import { monitorMetrics } from '../../lib/metrics/custom/monitor-metrics.ts';
import { parseDuration } from '../../lib/monitor/duration.ts';
import { confirmOf } from '../../lib/pipeline/history.ts';
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
  const families = new Map(monitorMetrics(world.monitor).map(({ name, family }) => [name, family]));
  return {
    start: result.window.start,
    findings: result.findings.filter(({ severity }) => severity === 'alert'),
    judged: judgedCauses(result.measurements, (metric) => families.get(metric) ?? 'custom'),
  };
}

/** Incidents are those of all windows folded at once; one that was told and over before a correction undid it stays told. */
export async function expectIncidents(
  world: World,
  windows: readonly JudgedWindow[],
): Promise<void> {
  const told = (await world.items<IncidentRecord>('incident#')).map(({ incident }) => incident);
  const folded = foldIncidents(windows, confirmOf(world.monitor));
  const ids = new Set(folded.map(({ id }) => id));
  const stale = told.filter(({ id }) => !ids.has(id));
  expect(stale.filter(({ resolved }) => resolved === null)).toEqual([]);
  const byId = (incidents: typeof folded) => new Map(incidents.map((one) => [one.id, one]));
  expect(byId(told.filter(({ id }) => ids.has(id)))).toEqual(byId(folded));
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

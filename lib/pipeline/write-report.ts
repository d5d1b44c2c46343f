import type { Incident } from '../judge/incident.ts';
import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import { windowEnd } from '../profile/window.ts';
import { windowReport } from '../report/window/window-report.tsx';
import type { WindowResult } from '../results.ts';
import { layout, windowOfName } from './layout.ts';
import { pageDrawn } from './pages-left.ts';
import type { Ports } from './ports.ts';
import type { RolloutItem } from './roll-out.ts';
import { type Claim, type Shard, shardKey } from './shard.ts';
import {
  type IncidentRecord,
  type RetrainingRecord,
  type WindowRecord,
  windowKey,
} from './state.ts';

/** So many windows before it are drawn beside it. */
const HISTORY = 20;

/**
 * Draws the report of a judged window from its result, those before it and what the table knows of it; returns its key, null
 * where the window has no result. `complete` may add to the result what an older release left out.
 */
export async function writeReport(
  ports: Ports,
  input: {
    readonly monitor: Monitor;
    /** Epoch ms. */
    readonly window: number;
    readonly complete?: (result: WindowResult) => Promise<WindowResult>;
  },
): Promise<string | null> {
  const { monitor, window, complete = async (result) => result } = input;
  const name = monitor.monitor;
  const history = await readHistory(ports, name, window);
  const last = history.at(-1);
  if (!last || Date.parse(last.window.start) !== window) {
    await pageDrawn(ports, name, window);
    return null;
  }
  const result = await complete(last);
  const record = (await ports.table.get(name, windowKey(window))) as WindowRecord | null;
  const rollouts = (await ports.table.query(name, 'rollout#')) as RolloutItem[];
  const page = layout.page(name, window);
  const html = windowReport({
    monitor,
    metrics: monitorMetrics(monitor),
    result,
    history: [...history.slice(0, -1), result],
    incidents: await incidentsOf(ports, monitor, window),
    comparisons: monitor.rollout ? rollouts.map(({ comparison }) => comparison) : [],
    record,
    retraining: (await ports.table.get(name, 'retraining')) as RetrainingRecord | null,
    shards: await shardsOf(ports, name, record),
    places: {
      result: ports.workspace.locate(layout.result(name, window)),
      rejected: ports.workspace.locate(layout.rejectedObjects(name)),
      audit: ports.workspace.locate(layout.audits(name)),
    },
  });
  await ports.workspace.write(page, html);
  await pageDrawn(ports, name, window);
  return page;
}

/** The results of the window and of those before it, by start. */
async function readHistory(ports: Ports, monitor: string, window: number): Promise<WindowResult[]> {
  const objects = await ports.workspace.list(layout.results(monitor));
  const keys = objects
    .map(({ key }) => key)
    .filter((key) => (windowOfName(key) ?? Number.POSITIVE_INFINITY) <= window)
    .slice(-HISTORY);
  const texts = await Promise.all(keys.map((key) => ports.workspace.read(key)));
  return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as WindowResult]));
}

/** Those that hold the window, open ones first, then the latest. */
async function incidentsOf(ports: Ports, monitor: Monitor, window: number): Promise<Incident[]> {
  const records = (await ports.table.query(monitor.monitor, 'incident#')) as IncidentRecord[];
  const end = windowEnd(monitor, window);
  return records
    .map(({ incident }) => incident)
    .filter(({ onset, resolved }) => {
      const over = resolved === null ? Number.POSITIVE_INFINITY : Date.parse(resolved);
      return Date.parse(onset) < end && over >= window;
    })
    .sort(
      (a, b) =>
        Number(a.resolved !== null) - Number(b.resolved !== null) || (a.onset < b.onset ? 1 : -1),
    );
}

/** The shards that the window's result names, with what they read; those that the table has forgotten are left out. */
async function shardsOf(ports: Ports, monitor: string, record: WindowRecord | null) {
  const files = record?.summary.origin?.profiles.files ?? [];
  const found = await Promise.all(
    files.map(async ({ shard }) => {
      const known = (await ports.table.get(monitor, shardKey(shard))) as Shard | null;
      const claim = known && ((await ports.table.get(monitor, known.claim)) as Claim | null);
      return known && claim ? [{ ...known, objects: claim.objects, ranges: claim.ranges }] : [];
    }),
  );
  return found.flat();
}

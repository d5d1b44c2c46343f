import {
  type CauseHistory,
  foldHistory,
  type History,
  type Incident,
  type JudgedWindow,
  NO_HISTORY,
} from '../judge/incidents.ts';
import { alertPolicy } from '../monitor/alert-policy.ts';
import { expiry, lookBack, windowMemory } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import { windowEnd } from '../profile/window.ts';
import { inBatches } from './due.ts';
import { isoSeconds } from './layout.ts';
import type { Item, Ports, TableWrite } from './ports.ts';
import { foldVariantHistory } from './rollout-history.ts';
import type { IncidentRecord, WindowRecord } from './state.ts';

/**
 * Windows up to `upTo` (ISO start) are in the history, and change no incident any more.
 *
 * `whole`: the history's items carry `upTo` in their keys, so that this one item turns from one history to the next at once.
 * The first release's items were overwritten one by one, `history#<cause>`.
 */
interface Compacted extends Item {
  readonly upTo: string;
  readonly whole?: true;
}

type HistoryItem = Item &
  ({ readonly history: CauseHistory } | { readonly incident: Incident; readonly upTo: string });

const COMPACTED = 'compacted';
const HISTORY = 'history#';
const OF_FIRST_RELEASE = /^history#(?!\d{4}-)/;
/** How long resolved incidents are remembered once their windows are in the history, in milliseconds. */
const INCIDENT_MEMORY = 400 * 86_400_000;

/** The windows that incidents are folded from, and what is left of those before them. */
export async function readHistory(
  ports: Ports,
  monitor: string,
  records: readonly WindowRecord[],
): Promise<{ windows: JudgedWindow[]; history: History }> {
  const { upTo, items } = await readItems(ports, monitor);
  return {
    windows: records.map(({ judged }) => judged).filter(({ start }) => start > upTo),
    history: historyOf(items),
  };
}

async function readItems(ports: Ports, monitor: string) {
  const compacted = (await ports.table.get(monitor, COMPACTED)) as Compacted | null;
  const all = (await ports.table.query(monitor, HISTORY)) as HistoryItem[];
  const { upTo = '', whole = false } = compacted ?? {};
  const isCurrent = ({ sk }: Item) =>
    whole ? sk.startsWith(`${HISTORY}${upTo}#`) : OF_FIRST_RELEASE.test(sk);
  return {
    upTo,
    items: all.filter(isCurrent),
    stale: all.filter((item) => !isCurrent(item)).map(({ sk }): TableWrite => ({ remove: sk })),
  };
}

function historyOf(items: readonly HistoryItem[]): History {
  if (items.length === 0) return NO_HISTORY;
  return {
    causes: items.flatMap((item) => ('history' in item ? [item.history as CauseHistory] : [])),
    incidents: items.flatMap((item) => ('incident' in item ? [item.incident as Incident] : [])),
  };
}

function itemsOf({ causes, incidents }: History, upTo: string): TableWrite[] {
  const prefix = `${HISTORY}${upTo}#`;
  return [
    ...causes.map((history) => ({ put: { sk: `${prefix}cause#${history.cause}`, history } })),
    ...incidents.map((incident) => ({
      put: { sk: `${prefix}incident#${incident.id}`, incident, upTo },
    })),
  ];
}

/**
 * Takes windows that neither began nor changed within the look-back into the history: the past that a run folds stays
 * as long as the look-back. Every step may be repeated: the history that counts is the one that `compacted` names.
 */
export async function compactHistory(
  ports: Ports,
  monitor: Monitor,
  records: readonly WindowRecord[],
  now: Date,
): Promise<void> {
  const horizon = now.getTime() - lookBack(monitor);
  const changed = records.findIndex(
    ({ start, measured }) => start >= horizon || Date.parse(measured) >= horizon,
  );
  const settled = changed < 0 ? records : records.slice(0, changed);
  const last = settled.at(-1);
  if (!last) return;
  await foldUpTo(ports, monitor, records, isoSeconds(last.start), now);
  await foldVariantHistory(ports, monitor, records, isoSeconds(last.start));
  await expireWindows(ports, monitor, settled);
}

async function foldUpTo(
  ports: Ports,
  monitor: Monitor,
  records: readonly WindowRecord[],
  upTo: string,
  now: Date,
): Promise<void> {
  const name = monitor.monitor;
  const clear = async () => inBatches(ports, name, (await readItems(ports, name)).stale);
  const { windows, history } = await readHistory(ports, name, records);
  await clear();
  const old = windows.filter(({ start }) => start <= upTo);
  if (old.length > 0) {
    const folded = foldHistory(old, alertPolicy(monitor), history, upTo);
    await inBatches(ports, name, itemsOf(folded, upTo));
    await ports.table.write(name, [{ put: { sk: COMPACTED, upTo, whole: true } }]);
    await expireIncidents(ports, name, upTo, now);
    await clear();
  }
}

/** Windows are remembered until the histories hold them, however long no run came to see to it. */
async function expireWindows(
  ports: Ports,
  monitor: Monitor,
  settled: readonly WindowRecord[],
): Promise<void> {
  if (!ports.workspace.datesArrival) return;
  const writes = settled
    .filter(({ expires }) => expires === undefined)
    .map((record) => {
      const since = Math.max(windowEnd(monitor, record.start), Date.parse(record.came.last));
      const expires = expiry(since, windowMemory(monitor));
      return { put: { ...record, audited: true, expires } };
    });
  await inBatches(ports, monitor.monitor, writes);
}

async function expireIncidents(ports: Ports, monitor: string, upTo: string, now: Date) {
  const told = (await ports.table.query(monitor, 'incident#')) as IncidentRecord[];
  const expires = Math.ceil((now.getTime() + INCIDENT_MEMORY) / 1000);
  const over = told.filter(
    ({ incident, ...item }) =>
      incident.resolved !== null && incident.resolved <= upTo && item.expires === undefined,
  );
  await inBatches(
    ports,
    monitor,
    over.map((item) => ({ put: { ...item, expires } })),
  );
}

import {
  type CauseHistory,
  type Confirm,
  foldHistory,
  type JudgedWindow,
} from '../judge/incidents.ts';
import { expiry, lookBack, windowMemory } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import { inBatches } from './due.ts';
import { isoSeconds } from './layout.ts';
import type { Item, Ports } from './ports.ts';
import { foldVariantHistory } from './rollout-history.ts';
import type { IncidentRecord, WindowRecord } from './state.ts';
import { windowEnd } from './window.ts';

/** Windows up to `upTo` (ISO start) are in the histories of the causes, and change no incident any more. */
interface Compacted extends Item {
  readonly upTo: string;
}

interface HistoryItem extends Item {
  readonly history: CauseHistory;
}

const COMPACTED = 'compacted';
const historyKey = (cause: string) => `history#${cause}`;
/** How long resolved incidents are remembered once their windows are in the history, in milliseconds. */
const INCIDENT_MEMORY = 400 * 86_400_000;

export function confirmOf({ alerts }: Monitor): Confirm {
  const [count = 1, of = 1] = alerts.confirm.split(' of ').map(Number);
  return { count, of };
}

/** The windows that incidents are folded from, and what is left of those before them. */
export async function readHistories(
  ports: Ports,
  monitor: string,
  records: readonly WindowRecord[],
): Promise<{ windows: JudgedWindow[]; histories: CauseHistory[] }> {
  const compacted = (await ports.table.get(monitor, COMPACTED)) as Compacted | null;
  const items = (await ports.table.query(monitor, 'history#')) as HistoryItem[];
  const upTo = compacted?.upTo ?? '';
  return {
    windows: records.map(({ judged }) => judged).filter(({ start }) => start > upTo),
    histories: items.map(({ history }) => history),
  };
}

/**
 * Takes windows that neither began nor changed within the look-back into the histories: the past that a run folds stays
 * as long as the look-back. Every step may be repeated: a cause counts only what its own history does not hold.
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
  const { windows, histories } = await readHistories(ports, name, records);
  const old = windows.filter(({ start }) => start <= upTo);
  if (old.length === 0) return;
  const known = new Set(histories.map(({ cause }) => cause));
  const folded = foldHistory(old, confirmOf(monitor), histories, upTo);
  const empty = ({ open, recent }: CauseHistory) => open === null && recent.length === 0;
  const kept = folded.filter((history) => known.has(history.cause) || !empty(history));
  await inBatches(
    ports,
    name,
    kept.map((history) => ({ put: { sk: historyKey(history.cause), history } })),
  );
  await ports.table.write(name, [{ put: { sk: COMPACTED, upTo } }]);
  await inBatches(
    ports,
    name,
    kept.filter(empty).map(({ cause }) => ({ remove: historyKey(cause) })),
  );
  await expireIncidents(ports, name, upTo, now);
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

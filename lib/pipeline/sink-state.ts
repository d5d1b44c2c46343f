import type { SinkNews } from '../act/sink-news.ts';
import type { Monitor } from '../monitor/schema.ts';
import { SINK_VARIABLES, type SinkKind } from '../monitor/settings/sinks.ts';
import type { Item, Ports, TableWrite } from './ports.ts';
import { windowKey } from './state.ts';

/** How a sink takes what it is given: written by each run that had something for it. */
export interface SinkRecord extends Item {
  readonly sink: SinkKind;
  /** Null where the last run gave it all that there was. */
  readonly failing: SinkFailure | null;
  /** Windows that it does not have yet. */
  readonly left: number;
}

export interface SinkFailure {
  /** ISO time of the first run in a row that failed. */
  readonly since: string;
  /** So many in a row. */
  readonly runs: number;
  /** Without credentials. */
  readonly error: string;
  /** The sink said no, and will again until somebody mends something. */
  readonly refused: boolean;
}

/** A window that a sink has. `mark` says in which state. */
export interface Delivered extends Item {
  readonly mark: string;
}

/** People were told that it fails. */
interface Told extends Item {
  readonly since: string;
}

const DAY = 86_400_000;
/** One that is down for a moment is no news: it gets all by the next run. */
const RUNS = 3;

export const sinkKey = (kind: SinkKind) => `sink#${kind}`;
const toldKey = (kind: SinkKind) => `sink-told#${kind}`;
export const deliveredPrefix = (kind: SinkKind) => `delivered#${kind}#`;
export const deliveredKey = (kind: SinkKind, start: number) =>
  `${deliveredPrefix(kind)}${windowKey(start).slice('window#'.length)}`;

export function sinkKinds({ sinks = {} }: Monitor): SinkKind[] {
  return (Object.keys(SINK_VARIABLES) as SinkKind[]).filter((kind) => sinks[kind] !== undefined);
}

/**
 * The sinks that fail, and those that do no longer after people were told, with the writes that note what is told.
 *
 * Told once: of one that refuses at once, of another when it has failed for a day or three runs in a row.
 */
export async function sinkNews(
  ports: Ports,
  monitor: Monitor,
  now: Date,
): Promise<{ sinks: SinkNews[]; notes: TableWrite[] }> {
  const sinks: SinkNews[] = [];
  const notes: TableWrite[] = [];
  for (const kind of sinkKinds(monitor)) {
    const record = (await ports.table.get(monitor.monitor, sinkKey(kind))) as SinkRecord | null;
    const told = (await ports.table.get(monitor.monitor, toldKey(kind))) as Told | null;
    const failing = record?.failing ?? null;
    if (failing) {
      const { since, runs, refused } = failing;
      const lasts = refused || runs >= RUNS || now.getTime() - Date.parse(since) >= DAY;
      const isNews = told === null && lasts;
      sinks.push({ sink: kind, state: 'failing', isNews, ...failing, left: record?.left ?? 0 });
      if (isNews) notes.push({ put: { sk: toldKey(kind), since } });
    } else if (told) {
      sinks.push({ sink: kind, state: 'recovered', isNews: true, since: told.since });
      notes.push({ remove: toldKey(kind) });
    }
  }
  return { sinks, notes };
}

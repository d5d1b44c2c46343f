import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { causesOf, type IncidentCause } from '../lib/judge/incident.ts';
import type { Incident } from '../lib/judge/incidents.ts';
import type { WindowResult } from '../lib/results.ts';
import { isoDay, starts, WEEK_MS, weekStart } from './calendar.ts';
import type { Delivery } from './drops.ts';
import { LOGGED } from './log.ts';

/** What the replay reads of a scheduled run. */
export interface Ran {
  readonly windows: readonly WindowResult[];
  readonly opened: readonly Incident[];
  readonly worse: readonly Incident[];
  readonly ongoing: readonly Incident[];
  readonly resolved: readonly Incident[];
}

/** A cause of an incident as both are known last, and the day of the run that told of it first. */
export interface Told {
  readonly incident: Incident;
  readonly cause: IncidentCause;
  readonly toldOn: string;
}

/** An hour for the last file of the week to arrive. */
const AFTER_MIDNIGHT_MS = 3_600_000;

/** When the scheduled runs are: after each week of the log, and once more when the last labels are in. */
export const RUNS: readonly number[] = starts(
  weekStart(LOGGED.from) + WEEK_MS,
  LOGGED.until + 2 * WEEK_MS,
  WEEK_MS,
).map((monday) => monday + AFTER_MIDNIGHT_MS);

/** Lets time pass: before each run what is due moves from `upstream` to `workspace`. Returns all that was told. */
export async function replay<R extends Ran>(
  {
    workspace,
    upstream,
    deliveries,
  }: { workspace: string; upstream: string; deliveries: readonly Delivery[] },
  runMonitor: (now: Date) => Promise<R>,
  onRun: (ran: R, now: Date) => void,
): Promise<Told[]> {
  const told = new Map<string, Told>();
  let before = Number.NEGATIVE_INFINITY;
  for (const now of RUNS) {
    const due = deliveries.filter((delivery) => delivery.due > before && delivery.due <= now);
    for (const { key } of due) await move(join(upstream, key), join(workspace, key));
    const ran = await runMonitor(new Date(now));
    const news = [...ran.opened, ...ran.worse];
    for (const incident of new Set([...news, ...ran.ongoing, ...ran.resolved])) {
      for (const cause of causesOf(incident)) {
        const key = `${incident.id} ${cause.cause}@${cause.onset}`;
        const before = told.get(key);
        if (before || news.includes(incident))
          told.set(key, { incident, cause, toldOn: before?.toldOn ?? isoDay(now) });
      }
    }
    onRun(ran, new Date(now));
    before = now;
  }
  return [...told.values()];
}

async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}

import { runData } from '../act/select-data.ts';
import { claimMemory, expiry } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import { windowEnd } from '../profile/window.ts';
import { type ActOutcome, act } from './act.ts';
import { writeAudit } from './audit.ts';
import { inBatches, readDue } from './due.ts';
import { compactHistory } from './history.ts';
import { isoSeconds } from './layout.ts';
import { releaseLease } from './lease.ts';
import { openKey, openMarker } from './open-work.ts';
import { bringUpToDate } from './outdated-overview.ts';
import { notePages, pagesLeft } from './pages-left.ts';
import type { Ports, TableWrite } from './ports.ts';
import { waitsUntil } from './settle-labels.ts';
import { type Claim, type Shard, shardKey } from './shard.ts';
import type { WindowRecord } from './state.ts';
import { windowsToReport } from './windows-to-report.ts';

export interface Conclusion extends ActOutcome {
  /** What was read. */
  readonly shards: readonly Shard[];
  /** Starts (ISO) of windows with predictions that are not over yet. */
  readonly waiting: readonly string[];
  /** Starts (ISO) of windows that are over and could not be brought up to date. */
  readonly unfinished: readonly string[];
  /** Starts (epoch ms) of windows whose reports are to be drawn anew. */
  readonly reports: readonly number[];
  /** Why the overview could not be brought up to date; null where it was. */
  readonly overview: string | null;
}

/** Acts on what all windows say together, writes the audit record, closes what is done and gives the monitor back. */
export async function conclude(
  ports: Ports,
  input: {
    monitor: Monitor;
    run: string;
    now: Date;
    /** The shards that this run worked on. */
    shards: readonly { readonly shard: string }[];
    /** Whether reports are drawn after it. @default true */
    draws?: boolean;
  },
): Promise<Conclusion> {
  const { monitor, run, now, draws = true } = input;
  const name = monitor.monitor;
  const shards = await Promise.all(
    input.shards.map(async ({ shard }) => (await ports.table.get(name, shardKey(shard))) as Shard),
  );
  const claims = await Promise.all(
    shards.map(async ({ claim }) => (await ports.table.get(name, claim)) as Claim),
  );
  const records = (await ports.table.query(name, 'window#')) as WindowRecord[];
  const due = await readDue(ports, name);
  const isOver = (start: number) => windowEnd(monitor, start) <= now.getTime();
  const starts = (over: boolean) => {
    const some = due.filter(
      ({ window, from }) => isOver(window) === over && (from ?? '') <= now.toISOString(),
    );
    return [...new Set(some.map(({ window }) => isoSeconds(window)))].sort();
  };
  const [waiting, unfinished] = [starts(false), starts(true)];
  const read = shards.filter(
    ({ kind, state, before }) => kind === 'predictions' && state === 'done' && !before,
  );
  const rows = read.reduce((sum, { rows }) => sum + rows, 0);
  const failed = shards.filter(({ state }) => state === 'claimed').length;
  const left = await pagesLeft(ports, name);
  await ports.outlets.publish(
    runData(name, { read: rows, failed: failed + unfinished.length + left.length }),
  );
  const { outcome: acted, note } = await act(ports, monitor, { now, records, shards });
  const windows = records.filter(({ audited }) => !audited);
  await writeAudit(ports, { monitor, run, now, shards, claims, windows, unfinished, acted });
  await note();
  const reports = windowsToReport(records, acted, left);
  if (draws) await notePages(ports, name, reports);
  await inBatches(
    ports,
    name,
    windows.map((record) => ({ put: { ...record, audited: true } })),
  );
  await close(ports, monitor, shards, claims, now);
  await compactHistory(ports, monitor, records, now);
  // Where it fails the run is done all the same: the next one makes up for it.
  const update = () => bringUpToDate(ports, monitor, records, now);
  const overview = await update()
    .catch(update)
    .then(
      () => null,
      (error: Error) => error.message,
    );
  await releaseLease(ports, name, run);
  return { shards, waiting, unfinished, reports, overview, ...acted };
}

/** Takes the markers from what is done and audited, and lets it be forgotten when it can't come again. */
async function close(
  ports: Ports,
  monitor: Monitor,
  shards: readonly Shard[],
  claims: readonly Claim[],
  now: Date,
): Promise<void> {
  const memory = claimMemory(monitor);
  for (const [i, shard] of shards.entries()) {
    if (shard.state === 'claimed') continue;
    const claim = claims[i] as Claim;
    const came = Math.max(
      Date.parse(shard.claimed),
      ...claim.objects.map(({ modified }) => Date.parse(modified)),
    );
    const waits =
      shard.state === 'waiting' ? (waitsUntil(monitor, shard, now) ?? claim.claimed) : null;
    const forget = ports.workspace.datesArrival && !waits;
    const expires = expiry(came, memory);
    const writes: TableWrite[] = [
      waits ? { put: openMarker(shard.id, waits) } : { remove: openKey(shard.id) },
      ...(forget ? [{ put: { ...shard, expires } }, { put: { ...claim, expires } }] : []),
    ];
    await ports.table.write(monitor.monitor, writes);
  }
}

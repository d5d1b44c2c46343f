import type { Datum } from '../act/datum.ts';
import { ConflictError } from '../errors.ts';
import type { PIPELINE_METRICS } from '../monitor/pipeline-metrics.ts';
import type { Outlets } from '../pipeline/ports.ts';
import { batchesOf, type Limits } from './batches.ts';
import type { Collected } from './objects.ts';
import { readDropped } from './read-dropped.ts';
import { HALVES, type Waiting } from './spool.ts';
import { type CollectPorts, endBegun, writeBatch } from './write-batch.ts';

/** How long a half may wait for the other one before it counts as missing, and before it is set aside; milliseconds. */
const MISSING_AFTER = 3_600_000;
const ASIDE_AFTER = 7 * 86_400_000;

/** What became of halves. */
export interface CollectCounts {
  /** Requests written with their response. */
  readonly paired: number;
  /** Those of them whose halves came more than an hour apart. */
  readonly late: number;
  /** Pairs that had been written before. */
  readonly repeated: number;
  readonly feedback: number;
  /** Halves that still wait after more than an hour. */
  readonly missing: number;
  readonly aside: number;
}

const NONE: CollectCounts = {
  ...{ paired: 0, late: 0, repeated: 0, feedback: 0, missing: 0, aside: 0 },
};

export interface CollectOptions {
  readonly limits?: Limits | undefined;
  /** Ends the reading of what was dropped, which goes on where it was the next time. */
  readonly enough?: AbortSignal | undefined;
}

const METRICS: Readonly<Record<keyof CollectCounts, (typeof PIPELINE_METRICS)[number]>> = {
  paired: 'collected',
  late: 'collected_late',
  repeated: 'collected_again',
  feedback: 'feedback_collected',
  missing: 'halves_missing',
  aside: 'halves_aside',
};

/**
 * Writes what has come together since the last time into the workspace, and says how much.
 *
 * @returns null where another writer is at work
 */
export async function collect(
  ports: CollectPorts & { readonly outlets: Pick<Outlets, 'publish'> },
  collected: Collected,
  now: Date,
  { limits, enough }: CollectOptions = {},
): Promise<CollectCounts | null> {
  const { monitor } = collected;
  try {
    await endBegun(ports, collected, now);
    const before = await writeAll(ports, collected, now, limits);
    // Last: what was dropped may be much, and what was sent doesn't wait for it.
    const dropped = await readDropped(ports, monitor, now, enough);
    const after = dropped > 0 ? await writeAll(ports, collected, now, limits) : NONE;
    const counts = {
      ...sum(before, after),
      missing: dropped > 0 ? after.missing : before.missing,
    };
    await ports.outlets.publish(dataOf(monitor, counts));
    return counts;
  } catch (error) {
    if (error instanceof ConflictError) return null;
    throw error;
  }
}

async function writeAll(
  ports: CollectPorts,
  collected: Collected,
  now: Date,
  limits?: Limits,
): Promise<CollectCounts> {
  const counts: { -readonly [count in keyof CollectCounts]: number } = { ...NONE };
  const waits = { missing: now.getTime() - MISSING_AFTER, aside: now.getTime() - ASIDE_AFTER };
  const onMissing = () => {
    counts.missing += 1;
  };
  const items = ports.spool.stream(collected.monitor, HALVES);
  for await (const batch of batchesOf(items, waits, onMissing, limits)) {
    const repeated = await writeBatch(ports, collected, batch, now);
    counts.repeated += repeated;
    counts.paired += batch.pairs.length - repeated;
    counts.late += batch.pairs.filter(isLate).length;
    counts.feedback += batch.feedback.length;
    counts.aside += batch.aside.length;
  }
  return counts;
}

function sum(a: CollectCounts, b: CollectCounts): CollectCounts {
  const keys = Object.keys(NONE) as (keyof CollectCounts)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as CollectCounts;
}

function isLate({ request, response }: { readonly request: Waiting; readonly response: Waiting }) {
  return Math.abs(Date.parse(request.came) - Date.parse(response.came)) > MISSING_AFTER;
}

function dataOf(monitor: string, counts: CollectCounts): Datum[] {
  return Object.entries(METRICS).map(([count, metric]) => ({
    ...{ metric, unit: 'count', monitor, column: null, segment: null, variant: null },
    value: counts[count as keyof CollectCounts],
    timestamp: null,
  }));
}

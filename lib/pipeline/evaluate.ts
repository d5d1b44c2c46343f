import { runData } from '../act/select-data.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { type ActOutcome, act } from './act.ts';
import { writeAudit } from './audit.ts';
import { evaluateWindow } from './evaluate-window.ts';
import { isoSeconds } from './layout.ts';
import { releaseLease } from './lease.ts';
import type { Ports } from './ports.ts';
import { type Shard, shardKey } from './shard.ts';
import type { WindowRecord } from './state.ts';
import { windowEnd } from './window.ts';

export interface Evaluation extends ActOutcome {
  /** Windows that were judged, by start. */
  readonly windows: readonly WindowResult[];
  /** What was read. */
  readonly shards: readonly Shard[];
  /** Starts (ISO) of windows with predictions that are not over yet. */
  readonly waiting: readonly string[];
}

/** Measures and judges every window that is over and has something new, then acts on what all windows say together. */
export async function evaluate(
  ports: Ports,
  input: {
    monitor: Monitor;
    run: string;
    now: Date;
    /** The shards that this run worked on. */
    shards: readonly { readonly shard: string }[];
    onWindow?: ((result: WindowResult) => void) | undefined;
  },
): Promise<Evaluation> {
  const { monitor, run, now } = input;
  const shards = await Promise.all(
    input.shards.map(
      async ({ shard }) => (await ports.table.get(monitor.monitor, shardKey(shard))) as Shard,
    ),
  );
  const records = (await ports.table.query(monitor.monitor, 'window#')) as WindowRecord[];
  const isOver = ({ start }: WindowRecord) => windowEnd(monitor, start) <= now.getTime();
  const due = records.filter((record) => record.dirty && !record.joinDue && isOver(record));
  const waiting = records.filter((record) => !isOver(record)).map(({ start }) => isoSeconds(start));
  const windows: WindowResult[] = [];
  for (const record of due) {
    const result = await evaluateWindow(ports, monitor, record);
    if (!result) continue;
    windows.push(result);
    input.onWindow?.(result);
  }
  const acted = await act(ports, monitor, now);
  const read = shards.reduce(
    (sum, { kind, state, rows }) => sum + (kind === 'predictions' && state === 'done' ? rows : 0),
    0,
  );
  await ports.outlets.publish(runData(monitor.monitor, now, read));
  await writeAudit(ports, { monitor, run, now, shards, windows, acted });
  await releaseLease(ports, monitor.monitor, run);
  return { windows, shards, waiting, ...acted };
}

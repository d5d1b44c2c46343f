import type { ConnectSink } from '../act/delivery.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { abandon } from './abandon.ts';
import { NOTHING_ACTED } from './act.ts';
import { type Conclusion, conclude } from './conclude.ts';
import { deliver, type SinkDelivery } from './deliver.ts';
import { dueWindows } from './due-windows.ts';
import { plan } from './plan.ts';
import type { Ports } from './ports.ts';
import { profileShard } from './profile-shard.ts';
import { readWork, type Shard } from './shard.ts';
import { workWindow } from './work-window.ts';
import { writeReports } from './write-reports.ts';

/** A shard that fails is tried so often in one run, as the state machine does. */
const TRIES = 5;

/** Where a run stands: shards read of those that it reads, or windows judged of those that are due. */
export interface Progress {
  readonly step: 'read' | 'judge';
  readonly done: number;
  readonly total: number;
  /** What was read so far: rows of predictions and labels, and the objects that they lie in. */
  readonly rows: number;
  readonly objects: number;
}

/** Takes what a run tells those who look on. */
export type ProgressSink = (progress: Progress) => void;

export interface RunSummary extends Conclusion {
  readonly monitor: string;
  readonly run: string;
  /** `busy`: another run has the monitor; nothing was done. */
  readonly status: 'done' | 'busy';
  /** Windows that were judged, by start. */
  readonly windows: readonly WindowResult[];
  /** Shards and windows that failed; they are tried again by the next run. */
  readonly failed: readonly { readonly shard: string; readonly error: string }[];
  /** What was given to the monitor's sinks; absent where it has none. */
  readonly delivered?: readonly SinkDelivery[];
}

/** One scheduled run on one machine: what the state machine does on AWS, in this process. */
export async function runMonitor(
  ports: Ports,
  input: {
    readonly monitor: Monitor;
    readonly now: Date;
    readonly run: string;
    readonly progress?: ProgressSink;
    readonly onWindow?: (result: WindowResult) => void;
    /** Opens the monitor's sinks; absent: nothing is given to them, and a run that has it makes up for it. */
    readonly connect?: ConnectSink;
    /** Draws the report of each window that changed; one that fails is left out. */
    readonly withReports?: boolean;
  },
): Promise<RunSummary> {
  const { monitor, now, connect } = input;
  const summary = await runSteps(ports, input);
  if (summary.status === 'busy' || !monitor.sinks || !connect) return summary;
  const { sinks } = await deliver(ports, { monitor, now }, connect);
  return { ...summary, delivered: sinks };
}

/** Up to its conclusion. */
async function runSteps(
  ports: Ports,
  input: Parameters<typeof runMonitor>[1],
): Promise<RunSummary> {
  const { monitor, now, run } = input;
  let read = { rows: 0, objects: 0 };
  const tell = (step: Progress['step'], done: number, total: number) =>
    input.progress?.({ step, done, total, ...read });
  try {
    const planned = await plan(ports, { monitor, run, now });
    if (planned.status === 'busy') return { ...BUSY, monitor: monitor.monitor, run };
    const failed: { shard: string; error: string }[] = [];
    const attempt = async (name: string, tries: number, work: () => Promise<void>) => {
      for (let left = tries - 1; ; left--) {
        try {
          return await work();
        } catch (error) {
          if (left > 0) continue;
          failed.push({ shard: name, error: (error as Error).message });
          return;
        }
      }
    };
    const { shards } = planned;
    tell('read', 0, shards.length);
    for (const [i, { shard }] of shards.entries()) {
      await attempt(shard, TRIES, async () => {
        const done = await profileShard(ports, { monitor, shard, now });
        if (input.progress) read = await addRead(ports, monitor.monitor, read, done);
      });
      tell('read', i + 1, shards.length);
    }
    const due = (await dueWindows(ports, { monitor, now })).windows;
    const windows: WindowResult[] = [];
    tell('judge', 0, due.length);
    for (const [i, { window }] of due.entries()) {
      await attempt(new Date(window).toISOString(), TRIES, async () => {
        const result = await workWindow(ports, { monitor, window, now });
        if (!result) return;
        windows.push(result);
        input.onWindow?.(result);
      });
      tell('judge', i + 1, due.length);
    }
    const draws = input.withReports ?? false;
    const concluded = await conclude(ports, { monitor, run, now, shards, draws });
    if (draws) await writeReports(ports, monitor, concluded.reports);
    return { monitor: monitor.monitor, run, status: 'done', failed, windows, ...concluded };
  } catch (error) {
    await abandon(ports, { monitor, run, now, error: (error as Error).message }).catch(() => {});
    throw error;
  }
}

/** What was read, with a shard that is done; a part of a large object counts as one. */
async function addRead(
  { table }: Ports,
  monitor: string,
  { rows, objects }: Pick<Progress, 'rows' | 'objects'>,
  shard: Shard,
) {
  const work = await readWork(table, monitor, shard);
  return { rows: rows + shard.rows, objects: objects + (work?.objects.length ?? 0) };
}

const BUSY = {
  status: 'busy',
  failed: [],
  windows: [],
  shards: [],
  waiting: [],
  unfinished: [],
  reports: [],
  overview: null,
  ...NOTHING_ACTED,
  retraining: { request: false, reason: 'another run has the monitor' },
  request: null,
} as const;

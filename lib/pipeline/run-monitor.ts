import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { abandon } from './abandon.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { joinLabels } from './join-labels.ts';
import { plan } from './plan.ts';
import type { Ports } from './ports.ts';
import { profileShard } from './profile-shard.ts';
import { touchedWindows } from './touched-windows.ts';

export interface Progress {
  readonly step: 'profile' | 'join' | 'evaluate';
  readonly done: number;
  readonly total: number;
}

export interface RunSummary extends Evaluation {
  readonly monitor: string;
  readonly run: string;
  /** `busy`: another run has the monitor; nothing was done. */
  readonly status: 'done' | 'busy';
  /** Shards that failed; they are tried again by the next run. */
  readonly failed: readonly { readonly shard: string; readonly error: string }[];
}

/** One scheduled run on one machine: what the state machine does on AWS, in this process. */
export async function runMonitor(
  ports: Ports,
  input: {
    readonly monitor: Monitor;
    readonly now: Date;
    readonly run: string;
    readonly onProgress?: (progress: Progress) => void;
    readonly onWindow?: (result: WindowResult) => void;
  },
): Promise<RunSummary> {
  const { monitor, now, run } = input;
  const progress = input.onProgress ?? (() => {});
  try {
    const planned = await plan(ports, { monitor, run, now });
    if (planned.status === 'busy') return { ...BUSY, monitor: monitor.monitor, run };
    const failed: { shard: string; error: string }[] = [];
    for (const [i, { shard }] of planned.shards.entries()) {
      await profileShard(ports, { monitor, shard }).catch((error: Error) => {
        failed.push({ shard, error: error.message });
      });
      progress({ step: 'profile', done: i + 1, total: planned.shards.length });
    }
    const { windows } = await touchedWindows(ports, { monitor, now });
    for (const [i, { window }] of windows.entries()) {
      await joinLabels(ports, { monitor, window });
      progress({ step: 'join', done: i + 1, total: windows.length });
    }
    const evaluation = await evaluate(ports, {
      monitor,
      run,
      now,
      shards: planned.shards,
      onWindow: input.onWindow,
    });
    return { monitor: monitor.monitor, run, status: 'done', failed, ...evaluation };
  } catch (error) {
    await abandon(ports, { monitor, run, now, error: (error as Error).message });
    throw error;
  }
}

const BUSY = {
  status: 'busy',
  failed: [],
  windows: [],
  shards: [],
  waiting: [],
  opened: [],
  resolved: [],
  withdrawn: [],
  ongoing: [],
  retraining: { request: false, reason: 'another run has the monitor' },
  request: null,
} as const;

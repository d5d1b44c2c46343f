import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { abandon } from './abandon.ts';
import { NOTHING_ACTED } from './act.ts';
import { type Conclusion, conclude } from './conclude.ts';
import { dueWindows } from './due-windows.ts';
import { plan } from './plan.ts';
import type { Ports } from './ports.ts';
import { profileShard } from './profile-shard.ts';
import { workWindow } from './work-window.ts';
import { writeReports } from './write-reports.ts';

/** A shard that fails is tried so often in one run, as the state machine does. */
const TRIES = 5;

export interface Progress {
  readonly step: 'profile' | 'window';
  readonly done: number;
  readonly total: number;
}

export interface RunSummary extends Conclusion {
  readonly monitor: string;
  readonly run: string;
  /** `busy`: another run has the monitor; nothing was done. */
  readonly status: 'done' | 'busy';
  /** Windows that were judged, by start. */
  readonly windows: readonly WindowResult[];
  /** Shards and windows that failed; they are tried again by the next run. */
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
    /** Draws the report of each window that changed; one that fails is left out. */
    readonly withReports?: boolean;
  },
): Promise<RunSummary> {
  const { monitor, now, run } = input;
  const progress = input.onProgress ?? (() => {});
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
    for (const [i, { shard }] of planned.shards.entries()) {
      await attempt(shard, TRIES, async () => {
        await profileShard(ports, { monitor, shard, now });
      });
      progress({ step: 'profile', done: i + 1, total: planned.shards.length });
    }
    const due = (await dueWindows(ports, { monitor, now })).windows;
    const windows: WindowResult[] = [];
    for (const [i, { window }] of due.entries()) {
      await attempt(new Date(window).toISOString(), TRIES, async () => {
        const result = await workWindow(ports, { monitor, window, now });
        if (!result) return;
        windows.push(result);
        input.onWindow?.(result);
      });
      progress({ step: 'window', done: i + 1, total: due.length });
    }
    const concluded = await conclude(ports, { monitor, run, now, shards: planned.shards });
    if (input.withReports) await writeReports(ports, monitor, concluded.reports);
    return { monitor: monitor.monitor, run, status: 'done', failed, windows, ...concluded };
  } catch (error) {
    await abandon(ports, { monitor, run, now, error: (error as Error).message }).catch(() => {});
    throw error;
  }
}

const BUSY = {
  status: 'busy',
  failed: [],
  windows: [],
  shards: [],
  waiting: [],
  unfinished: [],
  reports: [],
  ...NOTHING_ACTED,
  retraining: { request: false, reason: 'another run has the monitor' },
  request: null,
} as const;

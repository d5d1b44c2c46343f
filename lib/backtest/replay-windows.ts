import { parseRate } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type Conclusion, conclude } from '../pipeline/conclude.ts';
import { evaluateWindow } from '../pipeline/evaluate-window.ts';
import { isoSeconds } from '../pipeline/layout.ts';
import { noteStart } from '../pipeline/plan.ts';
import type { Ports } from '../pipeline/ports.ts';
import { windowEnd } from '../profile/window.ts';
import type { WindowResult } from '../results.ts';

/** Where nothing is new but retraining may fall due, runs are looked at no more often than this. */
const IDLE_MILLISECONDS = 3_600_000;

/** One run as it would have been. */
export interface ReplayedRun {
  /** ISO. */
  readonly at: string;
  readonly windows: readonly WindowResult[];
  readonly concluded: Conclusion;
}

/**
 * Runs a monitor over the profiles that are there as its schedule would have: window after window, each run knowing what
 * runs before it knew. The steps are the pipeline's own, from the profiles on; no row is read.
 *
 * A run is taken to come one period of the schedule after a window's end: the latest that it can. `ports` have an empty
 * table. `starts` are the windows, epoch ms, by start.
 */
export async function* replayWindows(
  ports: Ports,
  monitor: Monitor,
  starts: readonly number[],
): AsyncGenerator<ReplayedRun> {
  const [first] = starts;
  if (first === undefined) return;
  const period = parseRate(monitor.schedule);
  const begin = windowEnd(monitor, first);
  await noteStart(ports, monitor.monitor, new Date(begin));
  let next = 0;
  for (let at = begin + period; next < starts.length; at += period) {
    const due: number[] = [];
    for (; next < starts.length; next++) {
      const start = starts[next] as number;
      if (windowEnd(monitor, start) >= at) break;
      due.push(start);
    }
    if (due.length === 0 && !mayDecide(monitor, at, period)) continue;
    yield await replayRun(ports, monitor, due, new Date(at));
  }
}

function mayDecide({ retrain }: Monitor, at: number, period: number): boolean {
  return (
    retrain !== undefined &&
    Math.floor(at / IDLE_MILLISECONDS) > Math.floor((at - period) / IDLE_MILLISECONDS)
  );
}

async function replayRun(
  ports: Ports,
  monitor: Monitor,
  due: readonly number[],
  now: Date,
): Promise<ReplayedRun> {
  const at = isoSeconds(now.getTime());
  const came = { first: now.toISOString(), last: now.toISOString() };
  await ports.table.sweep(monitor.monitor, now);
  const windows: WindowResult[] = [];
  for (const start of due) {
    const result = await evaluateWindow(ports, monitor, { start, before: null, came, now });
    if (result) windows.push(result);
  }
  const concluded = await conclude(ports, { monitor, run: at, now, shards: [] });
  return { at, windows, concluded };
}

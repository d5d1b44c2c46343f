import { readCatchUp } from './catch-up.ts';
import type { Ports } from './ports.ts';
import type { RunSummary } from './run-monitor.ts';

/**
 * Runs of a monitor until nothing is left to do now: no look further back, no shard, no window.
 *
 * Ends before where another run has the monitor, and where two runs in a row got nowhere.
 */
export async function* workOff(
  ports: Ports,
  monitor: string,
  run: () => Promise<RunSummary>,
): AsyncGenerator<RunSummary & { readonly finished: boolean }> {
  for (let stuck = 0; stuck < 2; ) {
    const summary = await run();
    const { status, shards, windows, failed, unfinished } = summary;
    const left = shards.length + windows.length + failed.length + unfinished.length;
    const finished =
      status === 'done' && left === 0 && (await readCatchUp(ports, monitor)) === null;
    yield { ...summary, finished };
    if (finished || status === 'busy') return;
    const worked = windows.length > 0 || shards.some(({ state }) => state !== 'claimed');
    stuck = worked ? 0 : stuck + 1;
  }
}

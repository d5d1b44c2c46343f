import { STEP_NAMES, type StepName, type StepRun } from '../../lib/cost/step-run.ts';
import { lessTally, sumTallies, type Tally } from '../../lib/cost/tally.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { conclude } from '../../lib/pipeline/conclude.ts';
import { dueWindows } from '../../lib/pipeline/due-windows.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { plan } from '../../lib/pipeline/plan.ts';
import { profileShard } from '../../lib/pipeline/profile-shard.ts';
import { workWindow } from '../../lib/pipeline/work-window.ts';
import type { Counted } from './counted-ports.ts';

/** One run, step after step, as the state machine makes it. @throws where something is left undone */
export async function runSteps(
  { ports, tally }: Counted,
  monitor: Monitor,
  now: Date,
): Promise<StepRun[]> {
  const invoked: { step: StepName; seconds: number; busySeconds: number; tally: Tally }[] = [];
  const invoke = async <T>(step: StepName, work: () => Promise<T>): Promise<T> => {
    const before = { ...tally };
    const [start, processor] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(processor);
    const busySeconds = Math.min(seconds, (user + system) / 1e6);
    invoked.push({ step, seconds, busySeconds, tally: lessTally(tally, before) });
    return result;
  };
  const run = `bench-${now.getTime()}`;
  const { shards } = await invoke('plan', async () => {
    // The Lambda compares the monitor file that is there.
    await ports.workspace.read(layout.monitor(monitor.monitor));
    return plan(ports, { monitor, run, now });
  });
  for (const { shard } of shards) {
    const step = shard.startsWith('labels-') ? 'labels' : 'profile';
    await invoke(step, () => profileShard(ports, { monitor, shard, now }));
  }
  const { windows } = await invoke('dueWindows', () => dueWindows(ports, { monitor, now }));
  for (const { window } of windows)
    await invoke('window', () => workWindow(ports, { monitor, window, now }));
  const done = await invoke('conclude', () => conclude(ports, { monitor, run, now, shards }));
  const open = done.shards.filter(({ state }) => state === 'claimed').length;
  if (open + done.unfinished.length > 0)
    throw new Error(`${open} shards and ${done.unfinished.length} windows were left undone`);
  return STEP_NAMES.flatMap((step) => {
    const own = invoked.filter((one) => one.step === step);
    if (own.length === 0) return [];
    const total = (name: 'seconds' | 'busySeconds') => own.reduce((sum, one) => sum + one[name], 0);
    return {
      step,
      invocations: own.length,
      seconds: total('seconds'),
      busySeconds: total('busySeconds'),
      longest: Math.max(...own.map((one) => one.seconds)),
      tally: sumTallies(own.map((one) => one.tally)),
    };
  });
}

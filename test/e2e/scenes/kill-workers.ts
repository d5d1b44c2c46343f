import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../support/scene.ts';
import { uniform } from '../support/uniform.ts';

const LOOK_MILLISECONDS = 200;
/** A worker that was seen just now may be starting still. */
const LONGEST_RESPITE = 4000;

export interface Victims {
  /** Part of the name of the step's function. */
  readonly step: string;
  readonly count: number;
}

/** Kills so many workers of each step, each some time after it was first seen, until `end`; how many it killed of each. */
export async function killWorkers(
  { workers }: Scene,
  victims: readonly Victims[],
  seed: number,
  end: Promise<unknown>,
): Promise<Record<string, number>> {
  const random = uniform(seed);
  const fated = new Map<number, number>();
  const killed = Object.fromEntries(victims.map(({ step }) => [step, 0]));
  let over = false;
  const done = end
    .catch(() => {})
    .then(() => {
      over = true;
    });
  while (!over) {
    for (const { step, count } of victims) {
      for (const pid of workers(step)) {
        const fate = fated.get(pid) ?? Date.now() + LONGEST_RESPITE * random();
        fated.set(pid, fate);
        const dies = (killed[step] ?? 0) < count && Date.now() >= fate;
        if (dies && kill(pid)) killed[step] = (killed[step] ?? 0) + 1;
      }
    }
    await Promise.race([sleep(LOOK_MILLISECONDS), done]);
  }
  return killed;
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

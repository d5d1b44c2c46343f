import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CalmResult, CalmTask } from './replay-calm.ts';
import type { DriftResult, DriftTask } from './replay-drift.ts';

const TASK = fileURLToPath(new URL('task.ts', import.meta.url));

export type Task = CalmTask | DriftTask;
export type ResultOf<T extends Task> = T extends CalmTask ? CalmResult : DriftResult;

/** Runs a task in a process of its own. */
export async function inChild<T extends Task>(task: T): Promise<ResultOf<T>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', TASK, JSON.stringify(task)],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout);
}

/** Runs tasks, so many at once, the first ones first; results in the order of the tasks. */
export async function inChildren<T extends Task>(
  tasks: readonly T[],
  atOnce: number,
  onDone: (task: T) => void,
): Promise<ResultOf<T>[]> {
  const results: ResultOf<T>[] = [];
  const open = tasks.entries();
  const work = async () => {
    for (const [i, task] of open) {
      results[i] = await inChild(task);
      onDone(task);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CatalogueCost } from './catalogue.ts';
import type { Prepared } from './data-set.ts';
import type { Measured, Task } from './measure.ts';

const MEASURE = fileURLToPath(new URL('measure.ts', import.meta.url));

/** Runs a task in a process of its own, so that its peak memory is its own too. */
export async function inChild<T extends Task>(
  task: T,
): Promise<
  T extends { kind: 'prepare' }
    ? Prepared
    : T extends { kind: 'catalogue' }
      ? CatalogueCost
      : Measured
> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', MEASURE, JSON.stringify(task)],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout);
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CatalogueCost } from './catalogue.ts';
import type { Prepared } from './data-set.ts';
import type { ManyRun, PartsRun } from './load/large.ts';
import type { LoadRun } from './load/run-load.ts';
import type { Measured, Task } from './measure.ts';

const MEASURE = fileURLToPath(new URL('measure.ts', import.meta.url));

/** What a task gives, by its kind. */
export interface Results {
  readonly prepare: Prepared;
  readonly catalogue: CatalogueCost;
  readonly scan: Measured;
  readonly work: Measured;
  readonly profile: Measured;
  readonly 'prepare-load': { readonly root: string };
  readonly load: LoadRun;
  readonly parts: PartsRun;
  readonly many: ManyRun;
}

/** Runs a task in a process of its own, so that its peak memory is its own too. */
export async function inChild<T extends Task>(task: T): Promise<Results[T['kind']]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', MEASURE, JSON.stringify(task)],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout);
}

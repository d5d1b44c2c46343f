import { inChild } from '../child.ts';
import type { LoadRun } from './run-load.ts';
import { type LoadShape, USUAL } from './shape.ts';

/** What is varied, each alone; the usual value of each is the first row. */
const VARIED = {
  objects: [1000, 10_000],
  rows: [200_000],
  columns: [5, 50],
  segments: [0, 20],
  windows: [24],
} as const satisfies Partial<Record<keyof LoadShape, readonly number[]>>;

/** Runs of the usual load with one of its numbers changed at a time, named after it; the usual one first. */
export async function measureGrowth(threads: number): Promise<(readonly [string, LoadRun])[]> {
  const runs: [string, LoadRun][] = [['usual', await loadInChild(USUAL, threads)]];
  for (const [name, values] of Object.entries(VARIED)) {
    for (const value of values) {
      const named = `${value.toLocaleString('en-US')} ${name}`;
      runs.push([named, await loadInChild({ ...USUAL, [name]: value }, threads)]);
    }
  }
  return runs;
}

/** A load generated in one process and run in another, whose peak memory is the run's alone. */
export async function loadInChild(shape: LoadShape, threads: number): Promise<LoadRun> {
  const { root } = await inChild({ kind: 'prepare-load', shape, threads });
  return inChild({ kind: 'load', root, shape, threads });
}

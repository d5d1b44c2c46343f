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

/** Runs that people have: an hour in which little came, and days. */
const TYPICAL: Readonly<Record<string, LoadShape>> = {
  'one small object': { ...USUAL, rows: 100, objects: 1 },
  '10,000 rows a day': { ...USUAL, rows: 10_000, objects: 288, labelObjects: 24 },
  '1,000,000 rows a day': { ...USUAL, rows: 1_000_000, objects: 1440, labelObjects: 24 },
};

/** Runs of the usual load, of it with one of its numbers changed at a time, and of typical ones. */
export async function measureGrowth(threads: number): Promise<(readonly [string, LoadRun])[]> {
  const runs: [string, LoadRun][] = [['usual', await loadInChild(USUAL, threads)]];
  for (const [name, values] of Object.entries(VARIED)) {
    for (const value of values) {
      const named = `${value.toLocaleString('en-US')} ${name}`;
      runs.push([named, await loadInChild({ ...USUAL, [name]: value }, threads)]);
    }
  }
  for (const [name, shape] of Object.entries(TYPICAL))
    runs.push([name, await loadInChild(shape, threads)]);
  return runs;
}

/** A load generated in one process and run in another, whose peak memory is the run's alone. */
export async function loadInChild(shape: LoadShape, threads: number): Promise<LoadRun> {
  const { root } = await inChild({ kind: 'prepare-load', shape, threads });
  return inChild({ kind: 'load', root, shape, threads });
}

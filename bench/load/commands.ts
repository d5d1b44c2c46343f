import { PRICES } from '../../lib/cost/prices.ts';
import { inChild } from '../child.ts';
import { loadInChild, measureGrowth } from './growth.ts';
import { MANY, type ManyRun } from './large.ts';
import { growthTable, loadTable } from './load-table.ts';
import { loadShapes, USUAL } from './shape.ts';

const LARGE_BYTES = 5e9;
const PRICED = `list prices of ${PRICES.region}, ${PRICES.asOf}; a core of this machine is taken for a vCPU of Lambda`;

/** The whole pipeline over many small objects and over few large ones. */
export async function printLoad(rows: number, threads: number): Promise<void> {
  const { small, large } = loadShapes(rows);
  const runs = [await loadInChild(small, threads), await loadInChild(large, threads)];
  console.log(`\nend to end, with a label for every prediction; ${PRICED}`);
  console.log(loadTable(runs, threads));
}

/** How the cost of a run grows. */
export async function printCost(threads: number): Promise<void> {
  const runs = await measureGrowth(threads);
  const { rows, objects, columns, segments, windows } = USUAL;
  console.log(
    `\nusual: ${rows} rows in ${objects} objects, ${columns} columns, ${segments} segments, ${windows} window; ${PRICED}`,
  );
  console.log(growthTable(runs, threads));
}

/** Peak memory over 50,000 objects, and over two parts of one large object. */
export async function printLarge(threads: number): Promise<void> {
  const { root } = await inChild({ kind: 'prepare-load', shape: MANY, threads });
  const many = await inChild({ kind: 'many', root, shape: MANY, threads });
  console.log(`\n${MANY.objects.toLocaleString('en-US')} objects: ${said(many)}`);
  const parts = await inChild({ kind: 'parts', bytes: LARGE_BYTES, threads });
  console.log(`one object of ${(parts.objectBytes / 1e9).toFixed(1)} GB: ${said(parts)}`);
}

function said({ shards, planSeconds, profiled, peakBytes }: ManyRun): string {
  const rows = profiled.map((one) => `${one.rows} rows in ${one.seconds.toFixed(1)} s`);
  return `${shards} shards planned in ${planSeconds.toFixed(1)} s; of them ${rows.join(', ')}; peak ${(peakBytes / 1e6).toFixed(0)} MB`;
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { ensureBaseline } from '../../lib/pipeline/ensure-baseline.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { BENCH_FOLDER } from '../data-set.ts';
import { writeAs } from '../formats.ts';
import {
  loadMonitor,
  MONITOR_NAME,
  selectLabels,
  selectPredictions,
  selectReference,
} from './rows.ts';
import type { LoadShape } from './shape.ts';
import { splitLines } from './split-lines.ts';

const GENERATOR_MEGABYTES = 4000;

/** A workspace with a frozen baseline and all that is to be read; generated once for a shape, the baseline frozen anew. */
export async function prepareLoad(shape: LoadShape, threads: number): Promise<string> {
  const root = join(BENCH_FOLDER, `load-${fingerprint(shape)}`);
  if (!existsSync(root)) {
    const half = `${root}.part`;
    await rm(half, { recursive: true, force: true });
    await mkdir(half, { recursive: true });
    await generate(shape, half, threads);
    await rename(half, root);
  }
  await rm(join(root, layout.baseline(MONITOR_NAME, 'v1')), { force: true });
  const ports = await openFolder(root, { threads });
  try {
    await ensureBaseline(ports, checkMonitor(loadMonitor(shape), 'bench'));
  } finally {
    await ports.close();
  }
  await rm(join(root, '.state'), { recursive: true, force: true });
  return root;
}

/** Data of another generator is other data. */
function fingerprint(shape: LoadShape): string {
  const made = [selectPredictions(shape), selectLabels(shape), selectReference(shape)];
  const text = `${JSON.stringify(shape)}${made.map((one) => one.text).join(';')}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

async function generate(shape: LoadShape, root: string, threads: number): Promise<void> {
  const engine = await openDuckDb({
    threads,
    memoryMegabytes: GENERATOR_MEGABYTES,
    spillFolder: join(root, 'spill'),
  });
  const baseline = join(root, layout.baselines(MONITOR_NAME), 'v1');
  await mkdir(baseline, { recursive: true });
  try {
    await engine.run(
      writeAs(selectReference(shape), join(baseline, 'reference.parquet'), 'parquet'),
    );
    const drops = [
      ['predictions', selectPredictions(shape), shape.objects],
      ['labels', selectLabels(shape), shape.labelObjects],
    ] as const;
    for (const [kind, rows, objects] of drops) {
      if (objects === 0) continue;
      const all = join(root, `${kind}.jsonl`);
      await engine.run(writeAs(rows, all, 'jsonl'));
      await splitLines(all, join(root, layout[kind](MONITOR_NAME)), objects, shape.rows);
      await rm(all);
    }
  } finally {
    engine.close();
  }
}

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { plan } from '../../lib/pipeline/plan.ts';
import { profileShard } from '../../lib/pipeline/profile-shard.ts';
import { BENCH_FOLDER } from '../data-set.ts';
import { prepareLoad } from './prepare-load.ts';
import { loadEnd, loadMonitor, MONITOR_NAME } from './rows.ts';
import type { LoadShape } from './shape.ts';
import { withWorkspace } from './workspace-copy.ts';

/** Planning, and profiling of the first shards. */
export interface ManyRun {
  readonly shards: number;
  readonly planSeconds: number;
  readonly profiled: readonly { readonly rows: number; readonly seconds: number }[];
  /** The most memory that the process ever held. */
  readonly peakBytes: number;
}

export interface PartsRun extends ManyRun {
  readonly objectBytes: number;
}

/** Memory does not grow with more of them. */
const PROFILED = 2;
/** 50,000 objects of about 2 KB. */
export const MANY: LoadShape = {
  rows: 500_000,
  objects: 50_000,
  columns: 5,
  segments: 5,
  windows: 4,
  labelObjects: 0,
};
/** What the large object is made of, again and again, so that its ids repeat. */
const BLOCK: LoadShape = { ...MANY, rows: 200_000, objects: 1, columns: 25 };
/** What is left free on the disk. */
const SPARE_BYTES = 5e9;

export async function profileMany(
  prepared: string,
  shape: LoadShape,
  threads: number,
): Promise<ManyRun> {
  return withWorkspace(prepared, (root) => profileFirst(root, shape, threads));
}

/** One object of JSON lines of at least so many bytes. @throws where the disk has no room for it */
export async function profileParts(bytes: number, threads: number): Promise<PartsRun> {
  const prepared = await prepareLoad(BLOCK, threads);
  const { bavail, bsize } = await statfs(BENCH_FOLDER);
  if (bavail * bsize < bytes + SPARE_BYTES)
    throw new Error(`the disk has only ${Math.floor((bavail * bsize) / 1e9)} GB free`);
  return withWorkspace(prepared, async (root) => {
    const folder = join(root, layout.predictions(MONITOR_NAME));
    await rm(folder, { recursive: true });
    await mkdir(folder);
    const [block, large] = [
      join(prepared, layout.predictions(MONITOR_NAME), '000000.jsonl'),
      join(folder, 'large.jsonl'),
    ];
    for (let size = 0; size < bytes; size += (await stat(block)).size)
      await pipeline(createReadStream(block), createWriteStream(large, { flags: 'a' }));
    return {
      objectBytes: (await stat(large)).size,
      ...(await profileFirst(root, BLOCK, threads)),
    };
  });
}

async function profileFirst(root: string, shape: LoadShape, threads: number): Promise<ManyRun> {
  const monitor = checkMonitor(loadMonitor(shape), 'bench');
  const now = loadEnd(shape);
  const ports = await openFolder(root, { threads });
  try {
    const start = performance.now();
    const { shards } = await plan(ports, { monitor, run: 'bench', now });
    const planSeconds = (performance.now() - start) / 1000;
    const profiled = [];
    for (const { shard } of shards.slice(0, PROFILED)) {
      const begun = performance.now();
      const { rows, rejected } = await profileShard(ports, { monitor, shard, now });
      if (Object.keys(rejected).length > 0) throw new Error(JSON.stringify(rejected));
      profiled.push({ rows, seconds: (performance.now() - begun) / 1000 });
    }
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    return { shards: shards.length, planSeconds, profiled, peakBytes };
  } finally {
    await ports.close();
  }
}

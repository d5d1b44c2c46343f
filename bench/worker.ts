import { cp, link, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openFolder } from '../lib/adapters/folder/ports.ts';
import { checkMonitor } from '../lib/monitor/load.ts';
import { layout } from '../lib/pipeline/layout.ts';
import { plan } from '../lib/pipeline/plan.ts';
import type { Ports } from '../lib/pipeline/ports.ts';
import { profileShard } from '../lib/pipeline/profile-shard.ts';
import { logPath } from './data-set.ts';
import type { BenchFormat } from './formats.ts';
import { LOG_END, MONITOR } from './log-data.ts';

/** Seconds that `profileShard` takes over the file, in a workspace of its own: read, profile, stage, write; shard after shard where it is cut. */
export async function work(
  folder: string,
  format: BenchFormat,
  rows: number,
  threads: number,
  watch: (ports: Ports) => Ports = (ports) => ports,
): Promise<number> {
  const monitor = checkMonitor(MONITOR, 'bench');
  const root = await mkdtemp(join(folder, 'workspace-'));
  try {
    await cp(join(folder, 'baseline'), root, { recursive: true });
    const drop = join(root, layout.predictions(monitor.monitor), `log.${format}`);
    await mkdir(dirname(drop), { recursive: true });
    await link(logPath(folder, format), drop);
    const ports = await openFolder(root, { threads });
    try {
      const now = new Date(LOG_END);
      const { shards } = await plan(ports, { monitor, run: 'bench', now });
      const start = performance.now();
      const done = [];
      for (const { shard } of shards)
        done.push(await profileShard(watch(ports), { monitor, shard, now }));
      const seconds = (performance.now() - start) / 1000;
      const used = done.reduce((sum, staged) => sum + staged.rows, 0);
      if (used !== rows)
        throw new Error(
          `the worker used ${used} of ${rows} rows: ${JSON.stringify(done.map(({ rejected }) => rejected))}`,
        );
      return seconds;
    } finally {
      await ports.close();
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { countedPorts } from './counted-ports.ts';
import { LOAD_START, loadEnd, loadMonitor, MONITOR_NAME } from './rows.ts';
import { runSteps, type StepRun } from './run-steps.ts';
import type { LoadShape } from './shape.ts';
import { withWorkspace } from './workspace-copy.ts';

/** As many runs as the shape has objects, each of which finds one of them and one of labels; windows are over with the last. */
export async function runHours(
  prepared: string,
  shape: LoadShape,
  threads: number,
): Promise<StepRun[][]> {
  const monitor = checkMonitor(loadMonitor(shape), 'bench');
  const kinds = ['predictions', 'labels'] as const;
  return withWorkspace(prepared, async (root) => {
    const drops = kinds.map((kind) => join(root, layout[kind](MONITOR_NAME)));
    for (const [i, drop] of drops.entries()) {
      await rename(drop, join(root, `.${kinds[i]}`));
      await mkdir(drop, { recursive: true });
    }
    const names = await readdir(join(root, '.predictions'));
    const [start, end] = [Date.parse(LOAD_START), loadEnd(shape).getTime()];
    const ports = await openFolder(root, { threads });
    const runs: StepRun[][] = [];
    try {
      const counted = countedPorts(ports);
      for (const [i, name] of names.sort().entries()) {
        for (const [k, drop] of drops.entries())
          await rename(join(root, `.${kinds[k]}`, name), join(drop, name));
        const now = new Date(start + ((i + 1) / names.length) * (end - start));
        runs.push(await runSteps(counted, monitor, now));
      }
      return runs;
    } finally {
      await ports.close();
    }
  });
}

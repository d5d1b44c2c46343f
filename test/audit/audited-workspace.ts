import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

const HOUR = 3_600_000;

export const hoursAfter = (hours: number) => new Date(TODAY.getTime() + hours * HOUR);

/** The example after some runs, an hour between them: as many audit records. `inCopy` works on a copy of it. */
export async function auditedWorkspace(runs: number, watched: Monitor = monitor) {
  const folder = await mkdtemp(join(tmpdir(), 'driftwatch-audited-'));
  const { root, remove } = await exampleWorkspace();
  const ports = await openFolder(root, { threads: 1 });
  for (let i = 0; i < runs; i++)
    await runMonitor(ports, { monitor: watched, run: `run-${i}`, now: hoursAfter(i) });
  await ports.close();
  let copies = 0;
  return {
    root,
    inCopy: async <T>(use: (ports: OpenPorts, root: string) => Promise<T>): Promise<T> => {
      const copy = join(folder, `copy-${copies++}`);
      await cp(root, copy, { recursive: true, preserveTimestamps: true });
      const ports = await openFolder(copy, { threads: 1 });
      try {
        return await use(ports, copy);
      } finally {
        await ports.close();
      }
    },
    remove: async () => {
      await remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

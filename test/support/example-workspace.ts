import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exampleMonitor, exampleRows } from '../../bin/commands/example.ts';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';

/** The day of the example: its windows are the three days before. */
export const TODAY = new Date('2026-11-05T09:00:00Z');

const DROPPED = new Date(TODAY.getTime() - 3_600_000);

/** The workspace that `driftwatch init` makes, in a folder that is removed by `remove`. */
export async function exampleWorkspace(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: root });
  for (const [file, statement] of Object.entries(exampleRows(TODAY))) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await engine.run(statement(join(root, file)));
    await utimes(join(root, file), DROPPED, DROPPED);
  }
  engine.close();
  await mkdir(join(root, 'monitors'));
  await writeFile(join(root, 'monitors', 'credit-risk.yaml'), exampleMonitor);
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

export const monitor = parseMonitor(exampleMonitor, 'credit-risk.yaml');

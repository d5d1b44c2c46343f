import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import type { Task } from './child.ts';
import { replayCalm } from './replay-calm.ts';
import { replayDrift } from './replay-drift.ts';

const task = JSON.parse(process.argv[2] ?? '') as Task;
const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-alerts-'));
// One thread: sums over rows in another order differ in their last digits.
const engine = await openDuckDb({ threads: 1, memoryMegabytes: 1500, spillFolder: scratch });
try {
  const result =
    task.kind === 'calm'
      ? await replayCalm(engine, task, scratch)
      : await replayDrift(engine, task, scratch);
  process.stdout.write(JSON.stringify(result));
} finally {
  engine.close();
  await rm(scratch, { recursive: true, force: true });
}

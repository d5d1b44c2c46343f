import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { ensureBaseline } from '../../lib/pipeline/ensure-baseline.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';
import { mortalPorts } from '../support/mortal-ports.ts';
import { readTree } from '../support/read-tree.ts';

/** `npm run test:faults` tries every write, `npm test` one in six. */
const STRIDE = process.env.FAULTS === 'all' ? 1 : 6;

const OUTPUT = ['results', 'profiles', 'rejected', 'baselines', 'outbox'];

let template: Awaited<ReturnType<typeof exampleWorkspace>>;
let clean: Record<string, string>;
let writes: number;

beforeAll(async () => {
  template = await exampleWorkspace();
  const ports = await openFolder(template.root, { threads: 1 });
  await ensureBaseline(ports, monitor);
  await ports.close();
  ({ tree: clean, writes } = await inCopy(async (root) => ({
    writes: await run(root, Number.POSITIVE_INFINITY),
    tree: await readTree(root, OUTPUT),
  })));
});
afterAll(() => template.remove());

describe('a run that is killed and run again', () => {
  it('has writes to be killed at', () => {
    expect(writes).toBeGreaterThan(30);
    expect(Object.keys(clean).filter((path) => path.startsWith('results/'))).toHaveLength(3);
    expect(Object.keys(clean).filter((path) => path.startsWith('outbox/'))).toHaveLength(2);
  });

  it('ends with the same bytes, killed between any two of its writes', async () => {
    for (let fatal = 0; fatal < writes; fatal += STRIDE) {
      const tree = await inCopy(async (root) => {
        await run(root, fatal);
        await run(root, Number.POSITIVE_INFINITY);
        return readTree(root, OUTPUT);
      });
      expect(Object.keys(tree), `killed before write ${fatal}`).toEqual(Object.keys(clean));
      expect(tree, `killed before write ${fatal}`).toEqual(clean);
    }
  }, 170_000);

  it('changes nothing when it is run once more', async () => {
    const tree = await inCopy(async (root) => {
      await run(root, Number.POSITIVE_INFINITY);
      await run(root, Number.POSITIVE_INFINITY);
      return readTree(root, OUTPUT);
    });
    expect(tree).toEqual(clean);
  });
});

/** One run on one thread; returns how many writes it made. */
async function run(root: string, fatal: number): Promise<number> {
  const ports = await openFolder(root, { threads: 1 });
  const mortal = mortalPorts(ports, fatal);
  try {
    await runMonitor(mortal.ports, { monitor, now: TODAY, run: 'test' }).catch(() => {});
    return mortal.writes();
  } finally {
    await ports.close();
  }
}

/** Messages name the folder they lie in, so every run takes place in the same one. */
async function inCopy<T>(use: (root: string) => Promise<T>): Promise<T> {
  const root = join(parent, 'workspace');
  await rm(root, { recursive: true, force: true });
  await cp(template.root, root, { recursive: true, preserveTimestamps: true });
  return use(root);
}

const parent = await mkdtemp(join(tmpdir(), 'driftwatch-once-'));
afterAll(() => rm(parent, { recursive: true, force: true }));

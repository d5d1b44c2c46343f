import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleMonitor } from '../../bin/commands/example.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { readAgain } from '../../lib/pipeline/read-again.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

let workspace: Awaited<ReturnType<typeof exampleWorkspace>>;
let ports: OpenPorts;
let minutes = 0;

beforeEach(async () => {
  workspace = await exampleWorkspace();
  ports = await openFolder(workspace.root, { threads: 1 });
});
afterEach(async () => {
  await ports.close();
  await workspace.remove();
});

const at = () => new Date(TODAY.getTime() + ++minutes * 60_000);
const run = (by: Monitor) => runMonitor(ports, { monitor: by, now: at(), run: `r${minutes}` });
const again = (which: 'rejected' | 'everything') =>
  readAgain(ports, { monitor, now: at(), run: `a${minutes}`, which });
const rows = ({ windows }: Awaited<ReturnType<typeof run>>) =>
  windows.map(({ rows, labelled, rejected }) => ({ rows, labelled, rejected }));

/** The example, with the name of a column misspelt. */
const misspelt = (name: string) =>
  parseMonitor(exampleMonitor.replaceAll(name, `${name}_no`), 'credit-risk.yaml');

describe('reading again what a wrong monitor file misread', () => {
  it('makes of what was rejected what it would have been, once', async () => {
    const wrong = await run(misspelt('predicted_at'));
    expect(wrong.windows.reduce((sum, window) => sum + window.rows, 0)).toBe(0);
    expect((await run(monitor)).windows.flatMap((window) => window.rows)).toEqual([]);
    expect(await again('rejected')).toMatchObject({ status: 'done', predictions: 3 });
    const mended = await run(monitor);
    expect(rows(mended).map((window) => window.rows)).toEqual([3000, 3000, 3000]);
    // The labels of the last day are not in yet.
    expect(rows(mended).map(({ labelled }) => labelled)).toEqual([3000, 3000, 0]);
    expect(await again('rejected')).toEqual({ status: 'done', predictions: 0, labels: 0 });
  });

  it('of everything changes nothing where nothing was wrong', async () => {
    const before = rows(await run(monitor));
    expect(await again('rejected')).toMatchObject({ predictions: 0, labels: 0 });
    expect(await again('everything')).toMatchObject({ predictions: 3 });
    const after = await run(monitor);
    expect(rows(after)).toEqual(before);
    expect(after.windows.every(({ revision }) => revision === 1)).toBe(true);
  });

  it('waits for a run that has the monitor', async () => {
    await ports.table.write('credit-risk', [
      { put: { sk: 'lease', owner: 'other', until: new Date(Date.now() + 1e12).toISOString() } },
    ]);
    expect(await again('everything')).toEqual({ status: 'busy' });
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { completeResult } from '../../lib/pipeline/complete-result.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { windowsToReport } from '../../lib/pipeline/windows-to-report.ts';
import { writeReport } from '../../lib/pipeline/write-report.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

const name = monitor.monitor;
const window = Date.parse('2026-11-04T00:00:00Z');
let workspace: Awaited<ReturnType<typeof exampleWorkspace>>;
let ports: OpenPorts;

beforeAll(async () => {
  workspace = await exampleWorkspace();
  ports = await openFolder(workspace.root, { threads: 1 });
});
afterAll(async () => {
  await ports.close();
  await workspace.remove();
});

const at = (key: string) => join(workspace.root, key);

describe('reports', () => {
  it('that cannot be written do not fail the run', async () => {
    const write = (key: string, body: string) =>
      key.startsWith('reports/')
        ? Promise.reject(new Error('no room'))
        : ports.workspace.write(key, body);
    const failing = Object.assign(Object.create(ports.workspace), { write });
    const summary = await runMonitor(
      { ...ports, workspace: failing },
      { monitor, now: TODAY, run: 'first', withReports: true },
    );
    expect(summary).toMatchObject({ status: 'done', failed: [] });
    expect(summary.reports).toHaveLength(3);
    expect(await ports.table.get(name, 'lease')).toBeNull();
    expect(await ports.workspace.read(layout.page(name, window))).toBeNull();
  });

  it('that could not be written are drawn by the next run, and no more after it', async () => {
    const run = (name: string, minutes: number) => {
      const now = new Date(TODAY.getTime() + minutes * 60_000);
      return runMonitor(ports, { monitor, now, run: name, withReports: true });
    };
    const { reports } = await run('second', 60);
    expect(reports).toHaveLength(3);
    expect(await ports.workspace.read(layout.page(name, window))).not.toBeNull();
    expect((await run('third', 120)).reports).toEqual([]);
    expect(await ports.table.query(name, 'page#')).toEqual([]);
  });

  it('are the same bytes when they are drawn again', async () => {
    const key = await writeReport(ports, { monitor, window });
    expect(key).toBe(`reports/${name}/window=2026-11-04T0000Z.html`);
    const first = await readFile(at(key ?? ''), 'utf8');
    await writeReport(ports, { monitor, window });
    expect(await readFile(at(key ?? ''), 'utf8')).toBe(first);
    expect(first).toContain('predictions/credit-risk/2026-11-04.jsonl');
  });

  it('of a window that was never judged are none', async () => {
    expect(await writeReport(ports, { monitor, window: window + 86_400_000 })).toBeNull();
  });

  it('of results of an older release say what is missing, and can draw it from the profiles', async () => {
    const file = at(layout.result(name, window));
    const { distributions, curves, ...old } = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(old));
    const page = at(layout.page(name, window));
    await writeReport(ports, { monitor, window });
    const bare = await readFile(page, 'utf8');
    expect(bare).toContain('--window 2026-11-04T00:00:00Z');
    expect(bare).not.toContain('Distribution');
    expect(await completeResult(ports, monitor, old)).toEqual({ ...old, distributions, curves });
    await writeReport(ports, {
      monitor,
      window,
      complete: (result) => completeResult(ports, monitor, result),
    });
    expect(await readFile(page, 'utf8')).toContain('Distribution');
  });
});

describe('the windows that are drawn after a run', () => {
  const day = (of: number) => Date.UTC(2026, 10, of);
  const records = [1, 2, 3, 4].map((of) => ({ start: day(of), audited: of !== 4 })) as never;
  const none = { opened: [], worse: [], better: [], resolved: [], withdrawn: [] };

  it('are those that it judged', () => {
    expect(windowsToReport(records, none)).toEqual([day(4)]);
  });

  it('and those of the incidents that it changed', () => {
    const incident = {
      onset: '2026-11-02T00:00:00Z',
      last: '2026-11-03T00:00:00Z',
      resolved: null,
    };
    const opened = [incident] as never;
    expect(windowsToReport(records, { ...none, opened })).toEqual([day(2), day(3), day(4)]);
  });
});

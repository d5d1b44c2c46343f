import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { outdatedWindows } from '../../lib/pipeline/outdated-overview.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowRecord } from '../../lib/pipeline/state.ts';
import type { MonthFile } from '../../lib/report/summary/overview-files.ts';
import type { WindowResult } from '../../lib/results.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

const NAME = monitor.monitor;
const MONTH = layout.overviewMonth(NAME, '2026-11');
let example: Awaited<ReturnType<typeof exampleWorkspace>>;
let folder: OpenPorts;

beforeAll(async () => {
  example = await exampleWorkspace();
  folder = await openFolder(example.root, { threads: 1 });
}, 60_000);
afterAll(async () => {
  await folder.close();
  await example.remove();
});

const run = (ports: Ports, name: string) => runMonitor(ports, { monitor, now: TODAY, run: name });
const records = async () => (await folder.table.query(NAME, 'window#')) as WindowRecord[];
const month = async () => JSON.parse((await folder.workspace.read(MONTH)) ?? '{}') as MonthFile;

/** A workspace whose reports/ takes no write. */
const withoutReports: () => Ports = () => ({
  ...folder,
  workspace: new Proxy(folder.workspace, {
    get: (target, name) =>
      name === 'write'
        ? async (key: string, body: string) => {
            if (key.startsWith('reports/')) throw new Error('reports/ is not to be written');
            return target.write(key, body);
          }
        : (...args: unknown[]) => {
            const member = target[name as keyof typeof target] as unknown;
            return typeof member === 'function' ? member.apply(target, args) : member;
          },
  }),
});

describe('the overview of a run', () => {
  it('fails no run, says why, and is made up for by the next', async () => {
    const first = await run(withoutReports(), 'first');
    expect(first).toMatchObject({ status: 'done', failed: [] });
    expect(first.overview).toBe('reports/ is not to be written');
    expect(await outdatedWindows(folder, NAME, await records())).toHaveLength(3);
    const second = await run(folder, 'second');
    expect(second.overview).toBeNull();
    expect((await month()).windows.map(({ start }) => start.slice(0, 10))).toEqual([
      '2026-11-02',
      '2026-11-03',
      '2026-11-04',
    ]);
  }, 60_000);

  it('takes a window again whose revision is another, and no other', async () => {
    expect(await outdatedWindows(folder, NAME, await records())).toEqual([]);
    const [one, ...others] = await records();
    if (!one) throw new Error('no window');
    const revised = { ...one, summary: { ...one.summary, revision: one.summary.revision + 1 } };
    expect(await outdatedWindows(folder, NAME, [revised, ...others])).toEqual([one.start]);
  });

  it('shows of a column the check that is furthest beyond its limit', async () => {
    const [, , last] = (await month()).windows;
    const { measurements } = JSON.parse(
      (await folder.workspace.read(layout.result(NAME, Date.parse('2026-11-04')))) ?? '{}',
    ) as WindowResult;
    const beyond = measurements
      .filter(({ column, segment, variant }) => column === 'income' && !segment && !variant)
      .flatMap(({ metric, value, reference, threshold, status }) => {
        const from = reference ?? 0;
        const ratio = ((value ?? 0) - from) / ((threshold?.max ?? Number.NaN) - from);
        return status === 'alert' ? [{ metric, ratio }] : [];
      })
      .sort((a, b) => b.ratio - a.ratio);
    const [ratio, metric, , status] = last?.columns.income ?? [];
    expect(beyond.length).toBeGreaterThan(1);
    expect([metric, status]).toEqual([beyond[0]?.metric, 'alert']);
    expect(ratio).toBeCloseTo(beyond[0]?.ratio ?? 0, 2);
    expect(last?.alerts).toBeGreaterThan(0);
  });
});

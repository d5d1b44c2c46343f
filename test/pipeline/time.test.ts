import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../lib/results.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

const DAY = 86_400_000;
let workspace: Awaited<ReturnType<typeof exampleWorkspace>>;
let ports: OpenPorts;

beforeEach(async () => {
  workspace = await exampleWorkspace();
  ports = await openFolder(workspace.root, { threads: 1 });
});
afterEach(async () => {
  await ports.close();
  await workspace.remove();
});

const run = (now: Date, watched = monitor) =>
  runMonitor(ports, { monitor: watched, now, run: now.toISOString() });
const within = (...parts: string[]) => join(workspace.root, ...parts);
const days = (windows: readonly WindowResult[]) =>
  windows.map(({ window }) => window.start.slice(0, 10));
const measured = (result: WindowResult | undefined, metric: string) =>
  result?.measurements.find(
    (one) => one.metric === metric && one.segment === null && one.column === null,
  )?.value ?? null;

describe('windows and time', () => {
  it('judges a window when it is over, and not before', async () => {
    const noon = new Date('2026-11-03T12:00:00Z');
    expect(days((await run(noon)).windows)).toEqual(['2026-11-02']);
    expect(days((await run(new Date(noon.getTime() + DAY))).windows)).toEqual(['2026-11-03']);
    expect(days((await run(TODAY)).windows)).toEqual(['2026-11-04']);
  });

  it('joins labels that come later, and leaves windows alone that waited too long', async () => {
    const late = within('late');
    await rename(within('labels/credit-risk'), late);
    const before = await run(TODAY);
    expect(before.windows.map(({ labelled }) => labelled)).toEqual([0, 0, 0]);
    expect(measured(before.windows[0], 'roc_auc')).toBeNull();
    await cp(late, within('labels/credit-risk'), { recursive: true });
    const after = await run(new Date(TODAY.getTime() + DAY));
    expect(after.windows.slice(0, 2).map(({ labelled }) => labelled)).toEqual([3000, 3000]);
    expect(measured(after.windows[0], 'roc_auc')).toBeGreaterThan(0.7);
    await writeFile(within('labels/credit-risk/again.csv'), 'prediction_id,defaulted\np10000,1\n');
    expect((await run(new Date(TODAY.getTime() + 60 * DAY))).windows).toEqual([]);
  });

  it('takes a later label for an id in place of an earlier one', async () => {
    const first = (await run(TODAY)).windows[0];
    const corrected = Array.from({ length: 3000 }, (_, i) => `p${10_000 + i},1`).join('\n');
    await writeFile(
      within('labels/credit-risk/corrected.csv'),
      `prediction_id,defaulted\n${corrected}\n`,
    );
    const second = (await run(new Date(TODAY.getTime() + 1000))).windows[0];
    expect(second?.labelled).toBe(first?.labelled);
    expect(measured(second, 'true_negatives')).toBe(0);
    expect(measured(first, 'true_negatives')).toBeGreaterThan(0);
  });

  it('resolves an incident with the first good window', async () => {
    const found = await run(TODAY);
    expect(found.opened.map(({ cause }) => cause)).toContain('column income');
    const good = (
      await readFile(within('predictions/credit-risk/2026-11-03.jsonl'), 'utf8')
    ).replaceAll('2026-11-03T', '2026-11-05T');
    await writeFile(within('predictions/credit-risk/2026-11-05.jsonl'), good);
    const later = await run(new Date(TODAY.getTime() + DAY));
    expect(later.resolved.map(({ cause }) => cause)).toContain('column income');
    expect(later.opened).toEqual([]);
  });

  it('profiles an open window anew, and whatever shares a shard with it, when a new baseline takes over', async () => {
    const noon = new Date('2026-11-04T12:00:00Z');
    await run(noon);
    await mkdir(within('baselines/credit-risk/v2'));
    await cp(
      within('baselines/credit-risk/v1/reference.csv'),
      within('baselines/credit-risk/v2/reference.csv'),
    );
    const extra = (
      await readFile(within('predictions/credit-risk/2026-11-04.jsonl'), 'utf8')
    ).replaceAll('"p3', '"q3');
    await writeFile(within('predictions/credit-risk/more.jsonl'), extra);
    await run(TODAY);
    const { windows } = await run(new Date(TODAY.getTime() + 1000));
    expect(windows.map(({ baseline, rows }) => [baseline, rows])).toEqual([
      ['v2', 3000],
      ['v2', 3000],
      ['v2', 6000],
    ]);
  });

  it('profiles anew what older code summed, with the baseline that older code built', async () => {
    const [first] = (await run(TODAY)).windows;
    const age = async (...path: string[]) => {
      const text = await readFile(within(...path), 'utf8');
      await writeFile(within(...path), text.replace(/"schema": ?2/, '"schema":1'));
    };
    const window = 'profiles/credit-risk/window=2026-11-02T0000Z';
    const files = await readdir(within(window));
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) await age(window, file);
    await age('baselines/credit-risk/v1/profile.json');
    await writeFile(within('labels/credit-risk/again.csv'), 'prediction_id,defaulted\np10000,1\n');
    await run(new Date(TODAY.getTime() + 1000));
    const { windows } = await run(new Date(TODAY.getTime() + 2000));
    const again = windows.find((one) => one.window.start === first?.window.start);
    expect([again?.rows, again?.labelled]).toEqual([first?.rows, first?.labelled]);
    for (const file of await readdir(within(window)))
      expect(await readFile(within(window, file), 'utf8')).toMatch(/^\{"schema":2/);
  });

  it('joins labels with what was staged before the monitor file cut its segments otherwise', async () => {
    await run(TODAY);
    const columns = { ...monitor.columns, segments: ['model_version', 'country'] };
    await writeFile(within('labels/credit-risk/again.csv'), 'prediction_id,defaulted\np10000,1\n');
    const again = await run(new Date(TODAY.getTime() + 1000), { ...monitor, columns });
    const labelled = again.windows[0]?.measurements.filter(
      ({ metric, segment }) => metric === 'accuracy' && segment?.startsWith('country='),
    );
    expect(labelled?.map(({ segment }) => segment)).toEqual([
      'country=DE',
      'country=FR',
      'country=PL',
    ]);
    expect(labelled?.every(({ value }) => (value ?? 0) > 0.5)).toBe(true);
  });

  it('lets one run at a time have a monitor', async () => {
    const both = await Promise.all([
      run(TODAY),
      runMonitor(ports, { monitor, now: TODAY, run: 'other' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['busy', 'done']);
  });

  it('gives a monitor back after a run that failed', async () => {
    await rm(within('baselines'), { recursive: true });
    await expect(run(TODAY)).rejects.toThrow('has no baseline');
    await expect(runMonitor(ports, { monitor, now: TODAY, run: 'second' })).rejects.toThrow(
      'has no baseline',
    );
  });

  it('measures what a monitor without ids, labels or scores can be measured for', async () => {
    const bare = {
      ...monitor,
      labels: undefined,
      columns: {
        timestamp: 'predicted_at',
        segments: [],
        features: 'auto',
        positive: 1,
        decide_at: 0.5,
      },
    } as const;
    const { windows } = await run(TODAY, bare as unknown as typeof monitor);
    expect(windows.map(({ rows }) => rows)).toEqual([3000, 3000, 3000]);
    expect(windows[0]?.measurements.some(({ metric }) => metric === 'accuracy')).toBe(false);
    expect(
      windows[2]?.findings.some(
        ({ column, severity }) => column === 'income' && severity === 'alert',
      ),
    ).toBe(true);
  });
});

import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleMonitor } from '../../bin/commands/example.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { openSource } from '../../lib/adapters/overlay/open.ts';
import { backtest } from '../../lib/backtest/backtest.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { type RunSummary, runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { backtestText } from '../../lib/report/backtest-text.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';
import { readTree } from '../support/read-tree.ts';

let run: Awaited<ReturnType<typeof exampleWorkspace>>;
let untouched: Awaited<ReturnType<typeof exampleWorkspace>>;
let real: RunSummary;

beforeAll(async () => {
  [run, untouched] = await Promise.all([exampleWorkspace(), exampleWorkspace()]);
  const ports = await openFolder(run.root, { threads: 1 });
  real = await runMonitor(ports, { monitor, now: TODAY, run: 'real' });
  await ports.close();
}, 60_000);
afterAll(() => Promise.all([run.remove(), untouched.remove()]));

const other = (from: string, to: string) => parseMonitor(exampleMonitor.replace(from, to), 'other');
const LAX = other(
  'retrain:',
  'effects: { psi: { max: 5 }, jensen_shannon: { max: 1 }, wasserstein_normalised: { max: 5 } }\nretrain:',
);

async function replay(
  monitors: readonly Monitor[],
  options: { root?: string; profile?: boolean; since?: number; until?: number } = {},
) {
  const { root = run.root, profile = false, since = null, until = TODAY.getTime() } = options;
  const source = await openSource(root);
  try {
    const proposals = monitors.map((one, i) => ({ file: `${i}.yaml`, monitor: one }));
    const stretch = { since, until };
    return await backtest(source, { proposals, stored: monitor, profile, stretch, now: TODAY });
  } finally {
    await source.close();
  }
}

describe('backtest', () => {
  it('finds the incidents that the real run found with the same file, and says when people would have been told', async () => {
    const [file] = (await replay([monitor])).files;
    expect(file?.incidents.map(({ cause, onset }) => [cause, onset])).toEqual(
      real.opened.map(({ cause, onset }) => [cause, onset]),
    );
    expect(file?.counts.alerts).toBe(real.opened.length);
    expect(file?.incidents.find(({ cause }) => cause.includes('income'))).toMatchObject({
      onset: '2026-11-04T00:00:00Z',
      // The window ends at midnight, and the schedule's run may come an hour later.
      told: '2026-11-05T01:00:00Z',
      delay: { windows: 0, hours: 25 },
      resolved: null,
    });
    expect(file?.retraining.map(({ requested }) => requested)).toEqual([
      '2026-11-05T01:00:00.000Z',
    ]);
    expect(file?.period).toMatchObject({ windows: 3, rows: 9000, months: 0.1, objects: 3 });
    expect(file?.perMonth.alerts).toBeCloseTo((file?.counts.alerts ?? 0) * 10, 10);
  });

  it('shows that another threshold changes the count, both files side by side', async () => {
    const report = await replay([monitor, LAX]);
    const [strict, lax] = report.files;
    expect(lax?.counts.alerts).toBeLessThan(strict?.counts.alerts ?? 0);
    const text = backtestText(report);
    expect(text).toContain('0.yaml');
    expect(text).toContain('1.yaml');
    expect(text).toMatch(/alerts a month.*\d/);
    expect(text).toContain('income: wasserstein_normalised is');
  });

  it('opens nothing on the one drifted day where two are to confirm it', async () => {
    const confirmed = other('retrain:', 'alerts: { confirm: 2 of 2 }\nretrain:');
    const [file] = (await replay([confirmed])).files;
    expect(file?.counts.alerts).toBe(0);
  });

  it('prices what would be published', async () => {
    const silent = other('retrain:', 'cloudwatch: { publish: none }\nretrain:');
    const [headline, none] = (await replay([monitor, silent])).files;
    // Runs, predictions read and work left are published all the same.
    expect(none?.use.metrics).toBe(3);
    expect(none?.cost.cloudwatchMetrics).toBeCloseTo(0.9, 10);
    expect(headline?.cost.cloudwatchMetrics).toBeCloseTo((headline?.use.metrics ?? 0) * 0.3, 10);
    expect(headline?.use.metrics).toBeGreaterThan(10);
  });

  it('replays a stretch of the history', async () => {
    const stretch = { since: Date.parse('2026-11-02'), until: Date.parse('2026-11-04') };
    const [file] = (await replay([monitor], stretch)).files;
    expect(file?.period).toMatchObject({ windows: 2, to: '2026-11-04T00:00:00Z' });
    expect(file?.counts.alerts).toBe(0);
    await expect(replay([monitor], { since: TODAY.getTime() })).rejects.toThrow('no profiles');
  });

  it('refuses a file that needs other profiles, and says what to do', async () => {
    const segmented = other('segments: [country]', 'segments: [product]');
    await expect(replay([segmented])).rejects.toThrow(/columns.segments.*--profile/s);
  });

  it('reads the logs where nothing was ever run, and finds the same', async () => {
    const [file] = (await replay([monitor], { root: untouched.root, profile: true })).files;
    expect(file?.incidents.map(({ cause, onset }) => [cause, onset])).toEqual(
      real.opened.map(({ cause, onset }) => [cause, onset]),
    );
    expect(file?.period.labelled).toBe(6000);
    await expect(replay([monitor], { root: untouched.root })).rejects.toThrow('--profile');
  });

  it('reads the logs anew for a file that needs it', async () => {
    const hourly = other('window: 1d', 'window: 12h');
    const [daily, half] = (await replay([monitor, hourly], { profile: true })).files;
    expect([daily?.period.windows, half?.period.windows]).toEqual([3, 6]);
  });

  it('refuses profiles whose baseline is not there any more', async () => {
    const { root, remove } = await exampleWorkspace();
    await cp(join(run.root, 'profiles'), join(root, 'profiles'), { recursive: true });
    await expect(replay([monitor], { root })).rejects.toThrow('baseline v1');
    await remove();
  });

  it('leaves every file of the workspace as it is', async () => {
    for (const [{ root }, profile] of [
      [run, false],
      [untouched, true],
    ] as const) {
      const before = await readTree(root, ['']);
      expect(Object.keys(before).length).toBeGreaterThan(5);
      await replay([monitor, LAX], { root, profile });
      expect(await readTree(root, [''])).toEqual(before);
    }
  });
});

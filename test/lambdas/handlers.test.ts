import './environment.ts';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler as abandon } from '../../lambdas/abandon.ts';
import { createHandler as conclude } from '../../lambdas/conclude.ts';
import { createHandler as dueWindows } from '../../lambdas/due-windows.ts';
import { createHandler as plan } from '../../lambdas/plan.ts';
import { createHandler as profile } from '../../lambdas/profile.ts';
import { createHandler as report } from '../../lambdas/report.ts';
import type { Handler } from '../../lambdas/runtime.ts';
import { createHandler as window } from '../../lambdas/window.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

const step = { monitor, now: TODAY.toISOString() };
const run = { ...step, run: 'execution-1' };
/** A state holds 256 KB, and a run has up to 1000 shards and 2000 windows. */
const ANSWER_BYTES = 100;

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

/** What the state machine gets of a step, over JSON as it goes. */
async function answer(createHandler: (ports: Ports) => Handler, event: unknown) {
  return JSON.parse(JSON.stringify(await createHandler(ports)(JSON.parse(JSON.stringify(event)))));
}
const inWorkspace = (path: string) => join(workspace.root, path);
const held = async () => (await ports.table.get(monitor.monitor, 'lease')) !== null;

async function auditRecords() {
  const folder = inWorkspace(`audit/${monitor.monitor}/2026-11-05`);
  const files = existsSync(folder) ? (await readdir(folder)).sort() : [];
  return Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'))),
  );
}

describe('the steps, one after the other', () => {
  it('measure what was dropped, and answer in short', async () => {
    const planned = await answer(plan, run);
    expect(planned).toMatchObject({ status: 'ready', baseline: 'v1' });
    const { shards } = planned as { shards: { shard: string }[] };
    expect(shards).toHaveLength(2);

    for (const shard of shards) {
      const done = await answer(profile, { ...step, ...shard });
      expect(done).toEqual({ ...shard, state: 'done', rows: expect.any(Number) });
      expect(JSON.stringify(done).length).toBeLessThan(ANSWER_BYTES);
    }

    const { windows } = await answer(dueWindows, step);
    expect(windows).toEqual([2, 3, 4].map((day) => ({ window: Date.UTC(2026, 10, day) })));
    for (const one of windows) {
      const done = await answer(window, { ...step, ...one });
      expect(done).toEqual({ ...one, revision: 1 });
      expect(JSON.stringify(done).length).toBeLessThan(ANSWER_BYTES);
    }
    expect(await answer(dueWindows, step)).toEqual({ windows: [] });

    const concluded = await answer(conclude, { ...run, shards });
    expect(concluded).toMatchObject({ shards: 2, left: 0, unfinished: [], ongoing: 0, aside: 0 });
    expect(concluded.opened).not.toEqual([]);
    expect(await held()).toBe(false);
    const [record] = await auditRecords();
    expect(record.acted.opened.map(({ id }: { id: string }) => id)).toEqual(concluded.opened);
    expect(record.judged).toHaveLength(3);

    expect(concluded.reports).toEqual(windows);
    for (const one of concluded.reports) {
      const { report: page } = await answer(report, { ...step, ...one });
      expect(existsSync(inWorkspace(page))).toBe(true);
    }
  });
});

describe('conclude', () => {
  it('says what a run could not do: the shards and windows stay open', async () => {
    const { shards } = await answer(plan, run);
    for (const shard of shards.slice(1)) await answer(profile, { ...step, ...shard });
    const { windows } = await answer(dueWindows, step);
    const concluded = await answer(conclude, { ...run, shards });
    expect(concluded).toMatchObject({ shards: 2, left: 1 });
    expect(concluded.unfinished).toHaveLength(windows.length);
    const again = await answer(plan, { ...run, run: 'execution-2' });
    expect(again.shards).toEqual(shards.slice(0, 1));
  });
});

describe('plan', () => {
  it('puts the configuration on record, and only when it changed', async () => {
    const file = inWorkspace(`monitors/${monitor.monitor}.yaml`);
    await answer(plan, run);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(monitor);
    const { mtimeMs } = await stat(file);
    await answer(plan, run);
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
    await answer(plan, { ...run, monitor: { ...monitor, window: '1h' } });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ window: '1h' });
  });

  it('leaves a monitor alone that another run has', async () => {
    await answer(plan, run);
    const other = await answer(plan, { ...run, run: 'execution-2' });
    expect(other).toEqual({ status: 'busy', baseline: '', shards: [] });
  });

  it.each([
    ['monitor', { ...run, monitor: { ...monitor, task: 'ranking' } }],
    ['run', { ...run, run: '' }],
    ['now', { ...run, now: 'yesterday' }],
  ])('refuses a wrong %s', async (_, wrong) => {
    await expect(answer(plan, wrong)).rejects.toThrow();
    expect(await held()).toBe(false);
  });
});

describe('abandon', () => {
  const failing = async (failure: object) => {
    await rm(inWorkspace('baselines'), { recursive: true });
    await expect(answer(plan, run)).rejects.toThrow(/no baseline/);
    expect(await held()).toBe(true);
    return answer(abandon, { ...run, failure });
  };

  it('writes down why the run failed and gives the monitor back', async () => {
    const failure = { Error: 'Error', Cause: '{"errorMessage":"no room","trace":[]}' };
    expect(await failing(failure)).toEqual({ error: 'Error: no room' });
    expect(await held()).toBe(false);
    expect(await auditRecords()).toMatchObject([{ outcome: 'failed', error: 'Error: no room' }]);
  });

  it('takes a cause that is no JSON, as of a timeout', async () => {
    const failure = { Error: 'States.Timeout', Cause: 'Task timed out' };
    expect(await failing(failure)).toEqual({ error: 'States.Timeout: Task timed out' });
  });
});

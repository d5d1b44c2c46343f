import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

const HOUR = 3_600_000;
let workspace: Awaited<ReturnType<typeof exampleWorkspace>>;
let ports: OpenPorts;
/** The table of outcomes, and how many ids were asked of it at each look. */
let outcomes: Map<string, number>;
let asked: number[];

beforeEach(async () => {
  workspace = await exampleWorkspace();
  await rm(join(workspace.root, 'labels'), { recursive: true });
  ports = await openFolder(workspace.root, { threads: 1 });
  outcomes = new Map();
  asked = [];
});
afterEach(async () => {
  await ports.close();
  await workspace.remove();
});

const watched = {
  ...monitor,
  labels: { from: 'dynamodb_by_id', table: 'outcomes', key: 'prediction_id', wait: '2d' },
} as const;

const run = async (hours: number) => {
  const now = new Date(TODAY.getTime() + hours * HOUR);
  const lookUp = async (_: unknown, ids: readonly string[], path: string) => {
    asked.push(ids.length);
    const there = ids.flatMap((id) => {
      const defaulted = outcomes.get(id);
      return defaulted === undefined ? [] : [JSON.stringify({ prediction_id: id, defaulted })];
    });
    await writeFile(path, there.map((line) => `${line}\n`).join(''));
  };
  const tables = { ...ports.tables, lookUp };
  asked = [];
  const input = { monitor: watched, now, run: now.toISOString() };
  const { windows, failed } = await runMonitor({ ...ports, tables }, input);
  expect(failed).toEqual([]);
  return windows;
};

it('looks labels up by id at growing intervals, and all of them once more at the end of the wait', async () => {
  for (let i = 0; i < 1000; i++) outcomes.set(`p${10_000 + i}`, 1);
  const first = await run(0);
  expect(first.map(({ labelled }) => labelled)).toEqual([1000, 0, 0]);
  expect(asked).toEqual([3000, 3000, 3000]);
  expect(await run(0.5)).toEqual([]);
  expect(asked).toEqual([]);

  for (let i = 1000; i < 3000; i++) outcomes.set(`p${10_000 + i}`, 0);
  const second = await run(1.5);
  expect(asked).toEqual([2000, 3000, 3000]);
  expect(second.map(({ labelled }) => labelled)).toEqual([3000, 0, 0]);
  expect(second.map(({ revision }) => revision)).toEqual([2, 1, 1]);

  outcomes.set('p10000', 0);
  const last = await run(60);
  const positives = last[0]?.measurements.find(
    ({ metric, segment, variant }) => metric === 'true_positives' && !segment && !variant,
  );
  expect(asked[0]).toBe(3000);
  expect(last[0]).toMatchObject({ labelled: 3000, revision: 3 });
  expect(positives?.value).not.toBeNull();
  expect(await run(100)).toEqual([]);
  expect(asked).toEqual([]);
});

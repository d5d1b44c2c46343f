import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openCollector } from '../../lib/adapters/folder/collector.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { collect } from '../../lib/collect/collect.ts';
import { collectedOf } from '../../lib/collect/collected-of.ts';
import { serveIntake } from '../../lib/collect/serve-intake.ts';
import { inParallel } from '../../lib/in-parallel.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../lib/results.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const monitorText = (predictions: string, columns: string) => `monitor: income
task: binary
window: 1d
columns: { ${columns}, score: p, label: outcome, positive: 1, features: { age: numeric, job: categorical } }
predictions: ${predictions}
labels: { from: s3 }
alerts: { min_rows: 10 }
`;
const DAY = '2026-11-01T10:00:00';
const rows = Array.from({ length: 300 }, (_, i) => ({
  id: `p${i}`,
  age: 20 + ((i * 7) % 50),
  job: ['clerk', 'nurse', 'smith'][i % 3] as string,
  p: ((i * 37) % 100) / 100,
  outcome: (i * 37) % 100 > 45 ? 1 : 0,
  latency: 20 + (i % 9),
}));
const lines = (objects: readonly object[]) =>
  `${objects.map((one) => JSON.stringify(one)).join('\n')}\n`;

async function workspace(text: string) {
  const root = await mkdtemp(join(tmpdir(), 'driftwatch-collect-'));
  folders.push(root);
  const drop = async (key: string, body: string) => {
    await mkdir(dirname(join(root, key)), { recursive: true });
    await writeFile(join(root, key), body);
  };
  await drop('monitors/income.yaml', text);
  await drop(
    'baselines/income/v1/reference.jsonl',
    lines(rows.map(({ age, job, p, outcome }) => ({ age: age + 1, job, p, outcome }))),
  );
  return { root, drop, monitor: parseMonitor(text, 'income.yaml') };
}

async function measured(root: string, monitor: ReturnType<typeof parseMonitor>) {
  const ports = await openFolder(root, { threads: 1 });
  try {
    const now = new Date('2026-11-03T00:00:00Z');
    const { windows } = await runMonitor(ports, { monitor, now, run: 'r1' });
    return windows;
  } finally {
    await ports.close();
  }
}

/** Sums depend on the order of rows in their last digits. */
const rounded = (value: number | null | undefined) =>
  typeof value === 'number' ? Number(value.toFixed(12)) + 0 : value;
const numbers = (windows: readonly WindowResult[]) =>
  windows.flatMap(({ rows, labelled, rejected, measurements }) => [
    { rows, labelled, rejected },
    ...measurements
      .filter(({ metric }) => !/^(throughput|label_delay)/.test(metric))
      .map(({ metric, column, value, low, high }) => [
        metric,
        column,
        ...[value, low, high].map(rounded),
      ]),
  ]);

it('what is collected over HTTP is measured as the same rows in plain JSON lines are', async () => {
  const plain = await workspace(
    monitorText('{ from: s3 }', 'id: id, timestamp: at, latency_ms: latency_ms'),
  );
  const ms = (latency: number) => `${DAY}.${String(latency).padStart(3, '0')}Z`;
  await plain.drop(
    'predictions/income/log.jsonl',
    lines(
      rows.map(({ id, age, job, p, latency }) => ({
        id,
        at: `${DAY}Z`,
        age,
        job,
        p,
        latency_ms: latency,
      })),
    ),
  );
  await plain.drop(
    'labels/income/1.jsonl',
    lines(rows.map(({ id, outcome }) => ({ id, outcome }))),
  );
  const expected = numbers(await measured(plain.root, plain.monitor));

  const { root, monitor } = await workspace(
    monitorText(
      '{ from: s3, format: open-inference }',
      'id: request_id, timestamp: request_time, latency_ms: latency_ms',
    ).replace('labels: {', 'labels: { id: request_id,'),
  );
  const collected = collectedOf(monitor);
  if (!collected) throw new Error('the monitor does not collect');
  const ports = await openCollector(root);
  const server = await serveIntake(
    { spool: ports.spool, monitors: new Set(['income']), secret: null },
    0,
  );
  const post = async (type: string, id: string, time: string, body: unknown) => {
    const headers = {
      ...{ 'content-type': 'application/json', 'ce-type': `io.seldon.serving.${type}` },
      ...{ 'ce-requestid': id, 'ce-time': time },
    };
    const answer = await fetch(`${server.url}income`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    });
    expect(answer.status).toBe(202);
  };
  await inParallel(rows, 20, async ({ id, age, job, p, outcome, latency }) => {
    const request = { data: { names: ['age', 'job'], ndarray: [[age, job]] } };
    const response = { outputs: [{ name: 'p', shape: [1], datatype: 'FP64', data: [p] }] };
    await post('inference.response', id, ms(latency), response);
    await post('inference.request', id, `${DAY}Z`, request);
    await post('feedback', id, ms(latency), { truth: { data: { ndarray: [[outcome]] } } });
    if (outcome === 1) await post('inference.request', id, `${DAY}Z`, request);
  });
  await server.close();
  expect(await collect(ports, collected, new Date())).toMatchObject({ paired: 300, feedback: 300 });
  await ports.close();
  const found = numbers(await measured(root, monitor));
  expect(found.length).toBeGreaterThan(40);
  expect(found).toEqual(expected);
});

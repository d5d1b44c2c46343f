import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';

const root = await mkdtemp(join(tmpdir(), 'driftwatch-regression-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const monitor = parseMonitor(
  `monitor: price
task: regression
window: 1d
columns: { id: id, timestamp: at, prediction: predicted, label: paid }
labels: { from: s3 }
alerts: { min_rows: 10 }
`,
  'price.yaml',
);
const drop = async (key: string, lines: readonly string[]) => {
  await mkdir(dirname(join(root, key)), { recursive: true });
  await writeFile(join(root, key), `${lines.join('\n')}\n`);
};
const rows = Array.from({ length: 200 }, (_, i) => i);
const run = async (now: string) => {
  const ports = await openFolder(root, { threads: 1 });
  try {
    return await runMonitor(ports, { monitor, now: new Date(now), run: now });
  } finally {
    await ports.close();
  }
};

it('joins the outcomes of a regression that come in files of their own, the last one of an id', async () => {
  await drop('baselines/price/v1/reference.csv', [
    'at,size,predicted,paid',
    ...rows.map((i) => `2026-10-01T00:00:00Z,${i},${i},${i + 1}`),
  ]);
  await drop('predictions/price/log.csv', [
    'id,at,size,predicted',
    ...rows.map((i) => `p${i},2026-11-01T10:00:00Z,${i},${i}`),
  ]);
  await drop('labels/price/1.csv', ['id,paid', ...rows.map((i) => `p${i},${i + 2}`)]);
  const [first] = (await run('2026-11-02T09:00:00Z')).windows;
  expect(first?.labelled).toBe(200);
  expect(first?.measurements.find(({ metric }) => metric === 'mae')?.value).toBeCloseTo(2, 12);
  await drop('labels/price/2.csv', [
    'id,paid',
    'p0,unknown',
    ...rows.slice(1, 101).map((i) => `p${i},${i + 4}`),
  ]);
  const corrected = await run('2026-11-03T09:00:00Z');
  expect(corrected.windows[0]?.measurements.find(({ metric }) => metric === 'mae')?.value).toBe(3);
  expect(JSON.stringify(corrected)).toContain('missing or unreadable label');
});

import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exampleMonitor } from '../../bin/commands/example.ts';
import { headlineData } from '../../lib/act/select-data.ts';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { monitorMetrics } from '../../lib/metrics/custom/monitor-metrics.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { windowText } from '../../lib/report/window-text.ts';
import type { WindowResult } from '../../lib/results.ts';
import { parseResult } from '../../lib/results-schema.ts';
import { sql } from '../../lib/sql/sql.ts';
import { exampleWorkspace, TODAY } from '../support/example-workspace.ts';

const METRICS = `
metrics:
  approved_income:
    columns: { income: numeric }
    aggregates: { approved: sum(income) filter (prediction = '0'), n: count(*) }
    value: approved / n
    headline: true
  lost_income:
    columns: { income: numeric, product: categorical }
    aggregates:
      lost: sum(case when prediction = '0' and label = '1' and product = 'card' then income else 0 end)
    value: lost / rows
    worse: higher
  identified:
    columns: { prediction_id: categorical }
    aggregates: { known: count(prediction_id) }
    value: known / rows
    unit: share
thresholds:
  approved_income: { max: 1 }
`;
const read = (metrics: string) => parseMonitor(exampleMonitor + metrics, 'credit-risk.yaml');
const monitor = read(METRICS);

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

const within = (...parts: string[]) => join(workspace.root, ...parts);
const run = (now: Date, watched = monitor) =>
  runMonitor(ports, { monitor: watched, now, run: now.toISOString() });
const later = (hours: number) => new Date(TODAY.getTime() + hours * 3_600_000);
const found = (result: WindowResult | undefined, metric: string, segment: string | null = null) =>
  result?.measurements.find((one) => one.metric === metric && one.segment === segment);

/** The first day's log beside its labels, summed by DuckDB alone. */
async function direct(what: string) {
  const engine = await openDuckDb({
    threads: 1,
    memoryMegabytes: 200,
    spillFolder: workspace.root,
  });
  const [row] = await engine.rows({
    text: sql`SELECT ${{ text: what }} AS value FROM read_json(${within('predictions/credit-risk/2026-11-02.jsonl')})
      LEFT JOIN read_csv(${within('labels/credit-risk/2026-11-02.csv')}) USING (prediction_id)`
      .text,
  });
  engine.close();
  return Number(row?.value);
}

it('are measured, judged, published and reported as all others, with labels that come later', async () => {
  const lost = await direct(
    `sum(CASE WHEN decision = 0 AND defaulted = 1 AND product = 'card' THEN income ELSE 0 END) / 3000`,
  );
  const approved = await direct('sum(income) FILTER (decision = 0) / 3000');
  const german = await direct(
    `sum(income) FILTER (decision = 0 AND country = 'DE') / count(*) FILTER (country = 'DE')`,
  );
  const late = within('late');
  await rename(within('labels/credit-risk'), late);
  const before = (await run(TODAY)).windows[0];
  expect(found(before, 'lost_income')).toMatchObject({ value: null, reason: 'no row is labelled' });
  expect(found(before, 'approved_income')).toMatchObject({
    value: expect.closeTo(approved, 6),
    status: 'alert',
    threshold: { max: 1, source: 'monitor' },
  });
  expect(found(before, 'approved_income', 'country=DE')?.value).toBeCloseTo(german, 6);
  expect(found(before, 'approved_income')?.reference).toBeGreaterThan(1000);
  // The reference data set has no ids.
  expect(found(before, 'identified')).toMatchObject({ value: 1, reference: null, low: null });
  expect(before?.findings.filter(({ kind }) => kind === 'custom')[0]).toMatchObject({
    metric: 'approved_income',
    message: expect.stringContaining('approved_income is'),
  });
  await cp(late, within('labels/credit-risk'), { recursive: true });
  const after = (await run(later(1))).windows[0];
  const { value, low, high, reference } = found(after, 'lost_income') ?? {};
  expect(value).toBeCloseTo(lost, 6);
  expect(low).toBeLessThan(lost);
  expect(high).toBeGreaterThan(lost);
  expect(reference).toBeGreaterThan(0);
  if (!after) throw new Error('no window');
  expect(parseResult(JSON.stringify(after))).toEqual(JSON.parse(JSON.stringify(after)));
  const published = headlineData(monitor, after).map(({ metric }) => metric);
  expect(published).toContain('approved_income');
  expect(published).not.toContain('lost_income');
  expect(windowText(after, monitorMetrics(monitor))).toMatch(/identified[ │]+100 %/);
  expect(windowText(after, [])).toContain('identified');
});

it('tell what they have not seen when the monitor file changes, and count from there', async () => {
  const noon = new Date('2026-11-04T12:00:00Z');
  const plain = read('');
  await rename(within('predictions/credit-risk/2026-11-04.jsonl'), within('rest.jsonl'));
  const rest = (await readFile(within('rest.jsonl'), 'utf8')).trimEnd().split('\n');
  await writeFile(within('predictions/credit-risk/a.jsonl'), `${rest.slice(0, 1000).join('\n')}\n`);
  const labels = rest.map((line) => `${JSON.parse(line).prediction_id},1`).join('\n');
  await writeFile(within('labels/credit-risk/new.csv'), `prediction_id,defaulted\n${labels}\n`);
  await run(noon, plain);
  await writeFile(within('predictions/credit-risk/b.jsonl'), `${rest.slice(1000).join('\n')}\n`);
  const mixed = (await run(TODAY)).windows.at(-1);
  expect(mixed?.rows).toBe(3000);
  expect(mixed?.labelled).toBe(3000);
  expect(found(mixed, 'approved_income')).toMatchObject({
    value: null,
    status: 'insufficient',
    reason: '1000 of 3000 rows were read before the monitor file defined it so',
  });
  expect(found(mixed, 'lost_income')).toMatchObject({
    value: null,
    reason: 'its rows were read before the monitor file defined it so',
  });
  expect(found(mixed, 'accuracy')?.value).toBeGreaterThan(0);
  const next = rest.map((line) =>
    line.replaceAll('2026-11-04T', '2026-11-05T').replace('"p3', '"n3'),
  );
  await writeFile(within('predictions/credit-risk/c.jsonl'), `${next.join('\n')}\n`);
  await writeFile(
    within('labels/credit-risk/next.csv'),
    `prediction_id,defaulted\n${labels.replaceAll('p', 'n')}\n`,
  );
  const whole = (await run(later(24))).windows.at(-1);
  expect(found(whole, 'approved_income')?.value).toBeGreaterThan(0);
  expect(found(whole, 'lost_income')?.value).toBeGreaterThan(0);
  // The baseline was built before.
  expect(found(whole, 'approved_income')?.reference).toBeNull();
});

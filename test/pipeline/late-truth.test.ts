import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Datum } from '../../lib/act/datum.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import type { AuditRecord } from '../../lib/pipeline/audit.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../lib/results.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';

const DAY = 86_400_000;
let workspace: Awaited<ReturnType<typeof exampleWorkspace>>;
let ports: OpenPorts;
let published: Datum[];

beforeEach(async () => {
  workspace = await exampleWorkspace();
  ports = await openFolder(workspace.root, { threads: 1 });
  published = [];
});
afterEach(async () => {
  await ports.close();
  await workspace.remove();
});

const within = (...parts: string[]) => join(workspace.root, ...parts);
const later = (days: number) => new Date(TODAY.getTime() + days * DAY);
const run = (now: Date) => {
  const outlets = {
    ...ports.outlets,
    publish: async (data: readonly Datum[]) => void published.push(...data),
  };
  return runMonitor({ ...ports, outlets }, { monitor, now, run: now.toISOString() });
};
const starts = (windows: readonly WindowResult[]) =>
  windows.map(({ window, revision }) => [window.start.slice(0, 10), revision]);
const drop = async (key: string, text: string, modified = TODAY) => {
  await mkdir(dirname(within(key)), { recursive: true });
  await writeFile(within(key), text);
  await utimes(within(key), modified, modified);
};
const labels = (from: number, count: number, label: number) =>
  `prediction_id,defaulted\n${Array.from({ length: count }, (_, i) => `p${from + i},${label}`).join('\n')}\n`;

describe('truth that comes late', () => {
  it('makes a new revision of the windows that it concerns, and of no other', async () => {
    const first = await run(TODAY);
    expect(starts(first.windows)).toEqual([
      ['2026-11-02', 1],
      ['2026-11-03', 1],
      ['2026-11-04', 1],
    ]);
    await drop('labels/credit-risk/late.csv', labels(30_000, 500, 1));
    const second = await run(later(1));
    expect(starts(second.windows)).toEqual([['2026-11-04', 2]]);
    expect(second.windows[0]).toMatchObject({ labelled: 500, as_of: '2026-11-06T09:00:00Z' });
    const auc = second.windows[0]?.measurements.find(({ metric }) => metric === 'accuracy');
    expect(auc?.coverage).toBeCloseTo(500 / 3000, 12);
  });

  it('leaves a result as it is where what came changes nothing of it', async () => {
    const [first] = (await run(TODAY)).windows;
    const key = 'results/credit-risk/window=2026-11-02T0000Z.json';
    const before = await readFile(within(key), 'utf8');
    const again = (await readFile(within('labels/credit-risk/2026-11-02.csv'), 'utf8')).split('\n');
    await drop('labels/credit-risk/again.csv', `${again.slice(0, 50).join('\n')}\n`, new Date(0));
    const { windows } = await run(later(1));
    expect(windows).toEqual([first]);
    expect(await readFile(within(key), 'utf8')).toBe(before);
  });

  it('publishes a corrected value with the weight that makes the average the correction', async () => {
    await run(TODAY);
    expect(published.every(({ weight }) => (weight ?? 1) === 1)).toBe(true);
    published = [];
    await drop('labels/credit-risk/corrected.csv', labels(10_000, 3000, 1), later(1));
    await run(later(1));
    const corrected = published.filter(({ timestamp }) => timestamp?.startsWith('2026-11-02'));
    expect(corrected.map(({ metric }) => metric)).toContain('accuracy');
    expect(new Set(corrected.map(({ weight }) => weight))).toEqual(new Set([1e4]));
  });

  it('closes an incident that a correction undoes, and says why', async () => {
    const found = await run(TODAY);
    const income = found.opened.find(({ cause }) => cause === 'column income');
    expect(income?.onset).toBe('2026-11-04T00:00:00Z');
    const good = (
      await readFile(within('predictions/credit-risk/2026-11-03.jsonl'), 'utf8')
    ).replaceAll('2026-11-03T', '2026-11-04T');
    await drop('predictions/credit-risk/2026-11-04.jsonl', good);
    const corrected = await run(later(1));
    expect(starts(corrected.windows)).toContainEqual(['2026-11-04', 2]);
    expect(corrected.windows.at(-1)?.rows).toBe(3000);
    expect(corrected.withdrawn.map(({ id }) => id)).toContain(income?.id);
    expect(corrected.ongoing).toEqual([]);
  });

  it('replaces what an overwritten object held, whatever else its shard holds', async () => {
    await run(TODAY);
    const lines = (
      await readFile(within('predictions/credit-risk/2026-11-02.jsonl'), 'utf8')
    ).split('\n');
    await drop('predictions/credit-risk/2026-11-02.jsonl', `${lines.slice(0, 1000).join('\n')}\n`);
    const { windows } = await run(later(1));
    expect(windows.map(({ rows }) => rows)).toEqual([1000, 3000, 3000]);
    await drop('predictions/credit-risk/2026-11-02.jsonl', lines.join('\n'));
    const back = await run(later(2));
    expect(back.windows.map(({ rows }) => rows)).toContain(3000);
    expect(await rowsOf('2026-11-02')).toBe(3000);
  });

  it('empties a window whose rows an overwritten object no longer holds', async () => {
    await run(TODAY);
    const moved = (
      await readFile(within('predictions/credit-risk/2026-11-02.jsonl'), 'utf8')
    ).replaceAll('2026-11-02T', '2026-11-03T');
    await drop('predictions/credit-risk/2026-11-02.jsonl', moved);
    await run(later(1));
    expect([await rowsOf('2026-11-02'), await rowsOf('2026-11-03')]).toEqual([0, 6000]);
  });

  it('keeps what it read of an object whose shard can not be read again', async () => {
    await run(TODAY);
    await rm(within('predictions/credit-risk/2026-11-03.jsonl'));
    await drop(
      'predictions/credit-risk/2026-11-02.jsonl',
      '{"predicted_at":"2026-11-02T01:00:00Z"}\n',
    );
    const { shards } = await run(later(1));
    expect(shards.find(({ kept }) => kept !== null)?.kept).toContain('2026-11-03.jsonl');
    expect(await rowsOf('2026-11-03')).toBe(3000);
  });

  it('takes the label that was given last, in whatever order the batches are read', async () => {
    await drop('labels/credit-risk/0-last.csv', labels(10_000, 3000, 1), later(0.5));
    await drop('labels/credit-risk/1-first.csv', labels(10_000, 3000, 0), later(-20));
    await run(later(1));
    const late = 'labels/credit-risk/2-older.csv';
    await drop(late, labels(10_000, 3000, 0), later(-21));
    const { windows } = await run(later(2));
    const value = (metric: string) =>
      windows[0]?.measurements.find((one) => one.metric === metric && !one.segment)?.value;
    expect([value('true_negatives'), value('false_positives')]).toEqual([0, 0]);
  });

  it('reports labels that match nothing once labels.wait is over, and joins those that waited', async () => {
    await drop('labels/credit-risk/unknown.csv', labels(900_000, 7, 1));
    await drop('labels/credit-risk/early.csv', labels(40_000, 3, 1));
    const first = await run(TODAY);
    expect(
      first.shards.filter(({ kind }) => kind === 'labels').map(({ unmatched }) => unmatched),
    ).toEqual([10]);
    const early = Array.from(
      { length: 3 },
      (_, i) =>
        `{"prediction_id":"p${40_000 + i}","predicted_at":"2026-11-05T01:00:00Z","p_default":0.3,"decision":0}`,
    );
    await drop('predictions/credit-risk/late.jsonl', `${early.join('\n')}\n`);
    const { windows } = await run(later(1));
    expect(windows[0]).toMatchObject({ rows: 3, labelled: 3 });
    expect((await run(later(29))).windows).toEqual([]);
    const settled = await run(later(31));
    expect(settled.shards[0]).toMatchObject({
      unmatched: 7,
      state: 'done',
      rejected: { 'a label of no prediction within labels.wait': 7 },
    });
    const kept = await ports.workspace.read(
      `rejected/credit-risk/${settled.shards[0]?.id}-unmatched.jsonl`,
    );
    expect(kept?.trim().split('\n')).toHaveLength(7);
    expect((await run(later(32))).shards).toEqual([]);
  });

  it('holds every claim in exactly one audit record, and what it came to', async () => {
    await run(TODAY);
    await drop('labels/credit-risk/late.csv', labels(30_000, 500, 1));
    await run(later(1));
    const records = await Promise.all(
      (await ports.workspace.list('audit/')).map(
        async ({ key }) => JSON.parse((await ports.workspace.read(key)) ?? '') as AuditRecord,
      ),
    );
    const keys = records.flatMap(({ read }) =>
      read.flatMap(({ objects }) => objects.map(({ key }) => key)),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(6);
    expect(records.map(({ judged }) => judged.length)).toEqual([3, 1]);
  });
});

async function rowsOf(day: string): Promise<number> {
  const text = await ports.workspace.read(`results/credit-risk/window=${day}T0000Z.json`);
  return (JSON.parse(text ?? '') as WindowResult).rows;
}

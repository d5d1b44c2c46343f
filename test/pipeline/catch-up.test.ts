import { cp, mkdtemp, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { readCatchUp, requestCatchUp } from '../../lib/pipeline/catch-up.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { type RunSummary, runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { workOff } from '../../lib/pipeline/work-off.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';
import { readTree } from '../support/read-tree.ts';

const NAME = monitor.monitor;
const HISTORY = 'predictions/credit-risk/2026-11-02.jsonl';
const DROPPED = new Date('2026-08-01T00:00:00Z');
const RECENT = new Date('2026-11-05T00:00:00Z');
const DAY = 86_400_000;

let example: Awaited<ReturnType<typeof exampleWorkspace>>;
let root: string;
let folder: OpenPorts;
/** A workspace that knows when an object came, as a bucket does. */
let ports: Ports;

beforeAll(async () => {
  example = await exampleWorkspace();
}, 60_000);
afterAll(() => example.remove());

/** Two days have been read; a third, which came in August, has just been dropped. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftwatch-catch-up-'));
  await cp(example.root, root, { recursive: true });
  for (const file of [
    'predictions/credit-risk/2026-11-03.jsonl',
    'predictions/credit-risk/2026-11-04.jsonl',
    'labels/credit-risk/2026-11-02.csv',
    'labels/credit-risk/2026-11-03.csv',
  ])
    await utimes(join(root, file), RECENT, RECENT);
  await utimes(join(root, HISTORY), DROPPED, DROPPED);
  await rename(join(root, HISTORY), join(root, 'history'));
  folder = await openFolder(root, { threads: 1 });
  const workspace = Object.assign(Object.create(folder.workspace), { datesArrival: true });
  ports = { ...folder, workspace };
  const first = await run(TODAY);
  expect(starts(first)).toEqual(['2026-11-03', '2026-11-04']);
  await rename(join(root, 'history'), join(root, HISTORY));
}, 60_000);
afterEach(async () => {
  await folder.close();
  await rm(root, { recursive: true, force: true });
});

let runs = 0;
const run = (now: Date) => runMonitor(ports, { monitor, now, run: `run-${runs++}` });
const starts = ({ windows }: RunSummary) => windows.map(({ window }) => window.start.slice(0, 10));

async function catchUp(since: Date, now: Date) {
  await requestCatchUp(ports, NAME, since);
  const summaries: (RunSummary & { finished: boolean })[] = [];
  for await (const summary of workOff(ports, NAME, () => run(now))) summaries.push(summary);
  return summaries;
}

describe('a catch-up', () => {
  it('finds what came before the look-back, and nothing before its date', async () => {
    expect((await run(TODAY)).shards).toEqual([]);
    const short = await catchUp(new Date('2026-09-01'), TODAY);
    expect(short.map(starts)).toEqual([[]]);
    const long = await catchUp(new Date('2026-07-01'), TODAY);
    expect(long.map(starts)).toEqual([['2026-11-02'], []]);
    expect(long.map(({ finished }) => finished)).toEqual([false, true]);
    expect(long[0]?.windows[0]).toMatchObject({ rows: 3000, labelled: 3000 });
    expect(await readCatchUp(ports, NAME)).toBeNull();
  });

  it('counts nothing twice that the ledger has forgotten and an audit record holds', async () => {
    await catchUp(new Date('2026-07-01'), TODAY);
    const before = await readTree(root, ['results', 'profiles', 'staged']);
    const later = new Date(TODAY.getTime() + 200 * DAY);
    // Labels that waited for the third day are settled by the first run, and forgotten by the second.
    await run(later);
    await run(later);
    expect(await ports.table.query(NAME, 'claim#')).toEqual([]);
    const again = await catchUp(new Date('2026-07-01'), later);
    expect(again.map(({ shards, windows }) => [shards, windows])).toEqual([[[], []]]);
    expect(await readTree(root, ['results', 'profiles', 'staged'])).toEqual(before);
    await rm(join(root, 'audit'), { recursive: true });
    const unaudited = await catchUp(new Date('2026-07-01'), later);
    expect(unaudited[0]?.shards).not.toEqual([]);
  });

  it('ends where another run has the monitor, and leaves its request', async () => {
    const until = new Date(TODAY.getTime() + DAY).toISOString();
    await ports.table.write(NAME, [{ put: { sk: 'lease', owner: 'other', until } }]);
    const summaries = await catchUp(new Date('2026-07-01'), TODAY);
    expect(summaries.map(({ status, finished }) => [status, finished])).toEqual([['busy', false]]);
    expect(await readCatchUp(ports, NAME)).toMatchObject({ since: '2026-07-01T00:00:00.000Z' });
  });

  it('ends where two runs got nowhere', async () => {
    const store = async () => {
      throw new Error('the bucket is down');
    };
    ports = { ...ports, workspace: Object.assign(Object.create(ports.workspace), { store }) };
    const summaries = await catchUp(new Date('2026-07-01'), TODAY);
    expect(summaries.map(({ finished, failed }) => [finished, failed.length])).toEqual([
      [false, 1],
      [false, 1],
    ]);
  });
});

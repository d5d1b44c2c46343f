import { cp, mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { ConfigError, EngineError } from '../../lib/errors.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { claimedInputs } from '../../lib/pipeline/claimed-inputs.ts';
import { listAside } from '../../lib/pipeline/list-aside.ts';
import type { Engine, Ports, WorkspaceObject } from '../../lib/pipeline/ports.ts';
import { replay } from '../../lib/pipeline/replay.ts';
import { type RunSummary, runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { asideKey } from '../../lib/pipeline/set-aside.ts';
import { newClaim, type Shard, shardKey } from '../../lib/pipeline/shard.ts';
import type { WindowResult } from '../../lib/results.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';
import { mortalPorts } from '../support/mortal-ports.ts';

const KEY = 'predictions/credit-risk/2026-11-03.jsonl';
const OTHERS = [2, 4].map((day) => `predictions/credit-risk/2026-11-0${day}.jsonl`);
const DROPPED = new Date('2026-11-05T00:30:00Z');
const LATER = new Date('2026-11-06T09:00:00Z');
const READING = /read_\w+\([^)]*2026-11-03\.jsonl/;

const folder = await mkdtemp(join(tmpdir(), 'driftwatch-replay-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Ports whose engine dies of every statement that matches, as of too little memory. */
const dying = (ports: Ports, pattern: RegExp): Ports => ({
  ...ports,
  openEngine: async (): Promise<Engine> => {
    const engine = await ports.openEngine();
    return {
      run: async (statement) => {
        if (pattern.test(statement.text)) throw new EngineError('Out of Memory Error: no more');
        await engine.run(statement);
      },
      rows: (query) => engine.rows(query),
      close: () => engine.close(),
    };
  },
});

const run = (ports: Ports, now: Date, watched: Monitor = monitor): Promise<RunSummary> =>
  runMonitor(ports, { monitor: watched, now, run: now.toISOString() });
const replayAll = (ports: Ports, keys: readonly string[] = [], watched: Monitor = monitor) =>
  replay(ports, { monitor: watched, run: 'replay', now: LATER, keys });

/** Every result but what says how often it was written. */
async function results(ports: Ports): Promise<Partial<WindowResult>[]> {
  const objects = await ports.workspace.list('results/credit-risk/');
  const texts = await Promise.all(objects.map(({ key }) => ports.workspace.read(key)));
  return texts.map((text) => {
    const { revision: _, as_of: __, ...rest } = JSON.parse(text ?? '') as WindowResult;
    return rest;
  });
}

const messages = async (ports: Ports) => {
  const objects = await ports.workspace.list('outbox/credit-risk/');
  const texts = await Promise.all(objects.map(({ key }) => ports.workspace.read(key)));
  return texts.filter((text) => text?.includes('set aside: reading it failed')).length;
};

let example: Awaited<ReturnType<typeof exampleWorkspace>>;
/** A workspace in which one of three objects is set aside. */
let poisoned: string;
let clean: Partial<WindowResult>[];
let copies = 0;

async function inCopy<T>(of: string, use: (ports: OpenPorts, root: string) => Promise<T>) {
  const root = join(folder, `copy-${copies++}`);
  await cp(of, root, { recursive: true, preserveTimestamps: true });
  const ports = await openFolder(root, { threads: 1 });
  try {
    return await use(ports, root);
  } finally {
    await ports.close();
    await rm(root, { recursive: true, force: true });
  }
}

beforeAll(async () => {
  example = await exampleWorkspace();
  for (const file of [KEY, ...OTHERS]) await utimes(join(example.root, file), DROPPED, DROPPED);
  clean = await inCopy(example.root, async (ports) => {
    await run(ports, TODAY);
    return results(ports);
  });
  poisoned = join(folder, 'poisoned');
  await cp(example.root, poisoned, { recursive: true, preserveTimestamps: true });
  const ports = await openFolder(poisoned, { threads: 1 });
  const summary = await run(dying(ports, READING), TODAY);
  expect(summary.aside.map(({ key }) => key)).toEqual([KEY]);
  await ports.close();
}, 120_000);
afterAll(() => example.remove());

describe('an object that was set aside', () => {
  it('is listed with its reason, and what it held is missing', async () => {
    await inCopy(poisoned, async (ports) => {
      const [one, ...others] = await listAside(ports, monitor);
      expect(others).toEqual([]);
      expect(one).toMatchObject({ key: KEY, reason: 'set aside: reading it failed 3 times' });
      expect(await results(ports)).not.toEqual(clean);
    });
  });

  it('is read as if it had never failed, by the run after its replay', async () => {
    await inCopy(poisoned, async (ports) => {
      expect(await replayAll(ports)).toEqual({
        status: 'done',
        inputs: [{ key: KEY, outcome: 'claimed' }],
      });
      const { shards, failed } = await run(ports, LATER);
      expect(failed).toEqual([]);
      expect(shards.map(({ rows, before }) => [rows, before]).sort()).toEqual([
        [3000, false],
        [6000, true],
      ]);
      expect(await results(ports)).toEqual(clean);
      expect(await listAside(ports, monitor)).toEqual([]);
      expect(await replayAll(ports)).toEqual({ status: 'done', inputs: [] });
      await expect(replayAll(ports, [KEY])).rejects.toThrow(ConfigError);
      expect(await ports.workspace.list('rejected/')).toEqual([]);
      expect((await run(ports, LATER)).shards).toEqual([]);
    });
  });

  it('is set aside once more, and people are told, where nothing was mended', async () => {
    await inCopy(poisoned, async (ports) => {
      expect(await messages(ports)).toBe(1);
      await run(dying(ports, READING), LATER);
      expect(await messages(ports)).toBe(1);
      await replayAll(ports, [KEY]);
      const { aside } = await run(dying(ports, READING), LATER);
      expect(aside.map(({ key }) => key)).toEqual([KEY]);
      expect(await messages(ports)).toBe(2);
      expect(await listAside(ports, monitor)).toEqual(aside);
      await replayAll(ports);
      await run(ports, LATER);
      const [dropped, ...others] = (await results(ports)).reverse();
      expect(others.reverse()).toEqual(clean);
      // Alone in its shard, it was counted as rejected in the window of its drop.
      expect(dropped).toMatchObject({ rows: 0, rejected: 0 });
    });
  });

  it('is lost by no crash of its replay, and read once', async () => {
    const writes = await inCopy(poisoned, async (ports) => {
      const counting = mortalPorts(ports, Number.POSITIVE_INFINITY);
      await replayAll(counting.ports);
      return counting.writes();
    });
    expect(writes).toBeGreaterThan(3);
    for (let fatal = 0; fatal < writes; fatal++) {
      await inCopy(poisoned, async (ports) => {
        await expect(replayAll(mortalPorts(ports, fatal).ports)).rejects.toThrow();
        await ports.table.write(monitor.monitor, [{ remove: 'lease' }]);
        // A run may come between.
        if (fatal % 2 === 0) await run(ports, LATER);
        await replayAll(ports);
        await run(ports, LATER);
        expect(await results(ports), `killed before write ${fatal}`).toEqual(clean);
        expect(await listAside(ports, monitor)).toEqual([]);
      });
    }
  }, 170_000);

  it('is not listed any more once another version of it was read', async () => {
    await inCopy(poisoned, async (ports, root) => {
      const lines = (await readFile(join(root, KEY), 'utf8')).split('\n').slice(0, 1000);
      await ports.workspace.write(KEY, `${lines.join('\n')}\n`);
      await run(ports, LATER);
      expect((await results(ports)).map(({ rows, rejected }) => [rows, rejected])).toEqual([
        [3000, 0],
        [1000, 0],
        [3000, 0],
      ]);
      expect(await listAside(ports, monitor)).toEqual([]);
    });
  });

  it('is said to be gone where it is not there any more', async () => {
    await inCopy(poisoned, async (ports) => {
      await ports.workspace.remove(KEY);
      expect((await replayAll(ports)).inputs).toEqual([{ key: KEY, outcome: 'gone' }]);
      expect(await listAside(ports, monitor)).toEqual([]);
    });
  });

  it('is said to be forgotten where its claim is', async () => {
    await inCopy(poisoned, async (ports) => {
      const items = [
        ...(await ports.table.query(monitor.monitor, 'claim#')),
        ...(await ports.table.query(monitor.monitor, 'shard#')),
      ];
      await ports.table.write(
        monitor.monitor,
        items.map(({ sk }) => ({ remove: sk })),
      );
      expect((await replayAll(ports)).inputs).toEqual([{ key: KEY, outcome: 'forgotten' }]);
    });
  });

  it('waits while a run is at work', async () => {
    await inCopy(poisoned, async (ports) => {
      const lease = { sk: 'lease', owner: 'other', until: '2026-11-06T10:00:00Z' };
      await ports.table.write(monitor.monitor, [{ put: lease }]);
      expect(await replayAll(ports)).toEqual({ status: 'busy', inputs: [] });
      expect(await ports.table.get(monitor.monitor, 'lease')).toEqual(lease);
      expect(await listAside(ports, monitor)).toHaveLength(1);
    });
  });
});

describe('an object in parts', () => {
  it('is claimed once as a whole, and taken out of the shards of all its parts', async () => {
    await inCopy(example.root, async (ports) => {
      const [object] = (await ports.workspace.list(KEY)) as [WorkspaceObject];
      const parts = [
        { from: 0, to: 1000 },
        { from: 1000, to: object.size },
      ];
      const members = { objects: [object], ranges: [] };
      const { claim, shards } = newClaim('predictions', members, TODAY.toISOString(), 'v1', parts);
      const reason = 'set aside';
      for (const shard of shards) {
        const note = { key: KEY, shard: shard.id, reason };
        const done: Shard = { ...shard, state: 'done', aside: { [KEY]: reason } };
        await ports.table.write(monitor.monitor, [
          { put: done },
          { put: { sk: asideKey(note), ...note } },
        ]);
      }
      await ports.table.write(monitor.monitor, [{ put: claim }]);
      expect((await replayAll(ports)).inputs).toEqual([{ key: KEY, outcome: 'claimed' }]);
      for (const { id } of shards)
        expect(await ports.table.get(monitor.monitor, shardKey(id))).toMatchObject({
          state: 'claimed',
          without: [KEY],
        });
      for await (const { claims } of claimedInputs(ports.table, monitor.monitor, KEY))
        expect(claims.map(({ object }) => object.again)).toEqual([1, undefined]);
      await run(ports, LATER);
      expect(await results(ports)).toEqual(clean);
    });
  });
});

describe('a stretch of a table that was set aside', () => {
  const watched: Monitor = {
    ...monitor,
    predictions: {
      from: 'dynamodb',
      table: 'log',
      partition: 'model',
      time: 'predicted_at',
      time_format: 'iso',
      since: '2026-11-03T00:00:00Z',
      lag: '5m',
      segments: 1,
    },
  };
  const withTable = (ports: Ports): Ports => ({
    ...ports,
    tables: {
      ...ports.tables,
      export: async ({ from }, to) => {
        const path = join(to, 'day.jsonl');
        const day = join(example.root, `predictions/credit-risk/${from.slice(0, 10)}.jsonl`);
        await cp(day, path).catch(() => {});
        return (await readFile(path).catch(() => null)) ? [path] : [];
      },
    },
  });

  it('is read again in the shard that holds it', async () => {
    await inCopy(example.root, async (folderPorts) => {
      const ports = withTable(folderPorts);
      const rows = async () => (await results(ports)).map((result) => result.rows);
      await run(dying(ports, /read_\w+\([^)]*day\.jsonl/), TODAY, watched);
      const aside = await listAside(ports, watched);
      const [first, second] = [...aside].sort((a, b) => (a.key < b.key ? -1 : 1));
      if (!first || !second) throw new Error('nothing was set aside');
      expect(first.key).toMatch(/^dynamodb:\/\/log\/2026-11-03/);
      const { inputs } = await replayAll(ports, [first.key], watched);
      expect(inputs).toEqual([{ key: first.key, outcome: 'claimed' }]);
      const { shards } = await run(ports, LATER, watched);
      expect(shards.map(({ id, rows }) => [id, rows])).toContainEqual([first.shard, 3000]);
      expect(await listAside(ports, watched)).toEqual([second]);
      await replayAll(ports, [], watched);
      await run(ports, LATER, watched);
      // The window in which the second stretch ended had counted it as rejected.
      expect(await rows()).toEqual([3000, 3000, 0]);
      expect(await listAside(ports, watched)).toEqual([]);
    });
  });
});

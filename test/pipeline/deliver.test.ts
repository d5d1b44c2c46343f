import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, Sink } from '../../lib/act/delivery.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { RefusedError } from '../../lib/errors.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import { deliver } from '../../lib/pipeline/deliver.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { describeRun } from '../../lib/report/run-text.ts';
import { monitor as example, exampleWorkspace, TODAY } from '../support/example-workspace.ts';
import { readTree } from '../support/read-tree.ts';

const monitor = monitorSchema.parse({
  ...example,
  sinks: { mlflow: { url: 'https://mlflow.example.com' } },
});
const QUICK = { tries: 3, pauseMilliseconds: 1, totalMilliseconds: 5000 };
const HOUR = 3_600_000;
const later = (hours: number) => new Date(TODAY.getTime() + hours * HOUR);

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

/** A sink in memory: what it took, by window; `fails` says when it does not. */
function memorySink(fails: (delivery: Delivery, calls: number) => Error | null = () => null) {
  const taken: Delivery[] = [];
  let calls = 0;
  const sink: Sink = {
    deliver: async (delivery) => {
      calls += 1;
      const error = fails(delivery, calls);
      if (error) throw error;
      taken.push(delivery);
    },
  };
  return { taken, calls: () => calls, connect: async () => sink };
}

const run = (now: Date) => runMonitor(ports, { monitor, now, run: now.toISOString() });
const give = (connect: () => Promise<Sink>, now = TODAY) =>
  deliver(ports, { monitor, now }, connect, QUICK);
const days = ['2026-11-02', '2026-11-03', '2026-11-04'].map((day) => `${day}T00:00:00Z`);
const startsOf = (taken: readonly Delivery[]) => taken.map(({ window }) => window.start);
const down = () => new Error('mlflow: nobody answers');

describe('a run gives its sinks', () => {
  it('each window once, the oldest first, with values, findings and the report', async () => {
    await run(TODAY);
    await ports.workspace.write(
      layout.report('credit-risk', Date.parse(days[2] as string)),
      'found',
    );
    const sink = memorySink();
    expect(await give(sink.connect)).toEqual({
      sinks: [{ sink: 'mlflow', delivered: 3, left: 0, error: null }],
    });
    expect(startsOf(sink.taken)).toEqual(days);
    const [, , third] = sink.taken;
    expect(third?.report).toEqual({ name: 'report.txt', type: 'text/plain', text: 'found' });
    expect(third?.findings.length).toBeGreaterThan(0);
    expect(third?.data).toContainEqual(
      expect.objectContaining({ metric: 'psi', column: 'income' }),
    );
    expect(third?.data.every(({ segment }) => segment === null)).toBe(true);
    await give(sink.connect);
    expect(sink.taken).toHaveLength(3);
  });

  it('all of them anew where the monitor file says another place or another choice', async () => {
    await run(TODAY);
    const sink = memorySink();
    await give(sink.connect);
    const moved = monitorSchema.parse({
      ...example,
      sinks: { mlflow: { url: 'https://other.example.com', publish: 'headline' } },
    });
    await deliver(ports, { monitor: moved, now: TODAY }, sink.connect, QUICK);
    expect(startsOf(sink.taken)).toEqual([...days, ...days]);
    expect(sink.taken[3]?.data.length).toBeLessThan(sink.taken[0]?.data.length ?? 0);
  });

  it('a window again that was measured anew', async () => {
    await run(TODAY);
    const sink = memorySink();
    await give(sink.connect);
    const key = layout.result('credit-risk', Date.parse(days[0] as string));
    const text = (await ports.workspace.read(key)) as string;
    const record = (await ports.table.query('credit-risk', 'window#'))[0];
    if (!record) throw new Error('no window');
    await ports.workspace.write(key, text.replace('"revision":1', '"revision":2'));
    await ports.table.write('credit-risk', [
      { put: { ...record, summary: { ...(record.summary as object), digest: 'another' } } },
    ]);
    await give(sink.connect);
    expect(startsOf(sink.taken)).toEqual([...days, days[0]]);
  });
});

describe('a sink that fails', () => {
  it('is tried again in the run, and what it took is not sent again', async () => {
    await run(TODAY);
    const sink = memorySink((_, calls) => (calls === 2 ? down() : null));
    expect((await give(sink.connect)).sinks[0]).toMatchObject({ delivered: 3, error: null });
    expect(startsOf(sink.taken)).toEqual(days);
  });

  it('fails no run, is left after its tries, and has all by the next run', async () => {
    const broken = memorySink(({ window }) => (window.start === days[1] ? down() : null));
    const summary = await runMonitor(ports, {
      monitor,
      now: TODAY,
      run: 'run-1',
      connect: broken.connect,
    });
    expect(summary.status).toBe('done');
    expect(summary.delivered).toEqual([
      { sink: 'mlflow', delivered: 1, left: 2, error: 'mlflow: nobody answers' },
    ]);
    expect(describeRun(summary, { workspace: 'w', now: TODAY })).toContain(
      'NOT SENT to mlflow: 2 windows after 1; the next run sends them: mlflow: nobody answers',
    );
    const mended = memorySink();
    await give(mended.connect, later(1));
    expect(startsOf(mended.taken)).toEqual(days.slice(1));
  }, 120_000);

  it('hangs no longer than it is waited for', async () => {
    await run(TODAY);
    const hanging: Sink = { deliver: () => new Promise(() => {}) };
    const { sinks } = await deliver(ports, { monitor, now: TODAY }, async () => hanging, {
      ...QUICK,
      totalMilliseconds: 200,
    });
    expect(sinks[0]).toMatchObject({ delivered: 0, left: 3 });
  });

  it('is not asked again where it refuses, and one window that it refuses keeps no later one back', async () => {
    await run(TODAY);
    const sink = memorySink(({ window }) =>
      window.start === days[0] ? new RefusedError('mlflow: answered 400 too old') : null,
    );
    expect((await give(sink.connect)).sinks[0]).toMatchObject({ delivered: 2, left: 1 });
    expect(sink.calls()).toBe(3);
    expect(startsOf(sink.taken)).toEqual([days[2], days[1]]);
  });
});

describe('people are told', () => {
  const tell = async (now: Date) => {
    const { sinks = [] } = await run(now);
    return sinks.map(({ state, isNews }) => ({ state, isNews }));
  };
  const messages = async () => {
    const files = await readTree(workspace.root, ['outbox']);
    const texts = Object.values(files).map((base64) => Buffer.from(base64, 'base64').toString());
    return texts.filter((text) => text.includes('"sinks"'));
  };
  const fail = (now: Date, error = down()) => give(memorySink(() => error).connect, now);

  it('nothing of a sink that is down for a run, once of one that is for three, once that it is back', async () => {
    await run(TODAY);
    await fail(TODAY);
    expect(await tell(later(1))).toEqual([{ state: 'failing', isNews: false }]);
    await fail(later(1));
    await fail(later(2));
    expect(await tell(later(3))).toEqual([{ state: 'failing', isNews: true }]);
    await fail(later(3));
    expect(await tell(later(4))).toEqual([{ state: 'failing', isNews: false }]);
    expect(await messages()).toHaveLength(1);
    expect((await messages())[0]).toContain(
      `mlflow has taken nothing since ${TODAY.toISOString()} (3 runs), 3 windows wait: mlflow: nobody answers`,
    );
    await give(memorySink().connect, later(4));
    expect(await tell(later(5))).toEqual([{ state: 'recovered', isNews: true }]);
    expect(await tell(later(6))).toEqual([]);
    expect(await messages()).toHaveLength(2);
  }, 120_000);

  it('after a day of one that a daily run finds down, and at once of one that refuses', async () => {
    await run(TODAY);
    await fail(TODAY);
    expect(await tell(later(24))).toEqual([{ state: 'failing', isNews: true }]);
    await give(memorySink().connect, later(24));
    await run(later(25));
    const moved = monitorSchema.parse({
      ...example,
      sinks: { mlflow: { url: 'https://other.example.com' } },
    });
    const refuse = memorySink(() => new RefusedError('mlflow: answered 401'));
    await deliver(ports, { monitor: moved, now: later(25) }, refuse.connect, QUICK);
    expect(await tell(later(26))).toEqual([{ state: 'failing', isNews: true }]);
  }, 120_000);

  it('of a delivery that was ended before the sink answered', async () => {
    await run(TODAY);
    const dying = async (): Promise<Sink> => {
      throw new Error('unreachable');
    };
    const died = {
      ...ports,
      table: { ...ports.table, write: ports.table.write.bind(ports.table) },
    };
    let writes = 0;
    died.table.get = ports.table.get.bind(ports.table);
    died.table.query = ports.table.query.bind(ports.table);
    died.table.write = async (name, items) => {
      writes += 1;
      if (writes > 1) throw new Error('the process is gone');
      await ports.table.write(name, items);
    };
    await expect(deliver(died, { monitor, now: TODAY }, dying, QUICK)).rejects.toThrow('gone');
    const { sinks = [] } = await run(later(30));
    expect(sinks).toEqual([
      expect.objectContaining({
        state: 'failing',
        error: 'the delivery did not come to its end',
        left: 3,
      }),
    ]);
  }, 120_000);
});

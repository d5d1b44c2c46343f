import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryTable } from '../../lib/adapters/memory/table.ts';
import { type CollectOptions, collect } from '../../lib/collect/collect.ts';
import type { Half } from '../../lib/collect/half.ts';
import { itemOf, type Spool } from '../../lib/collect/spool.ts';
import { memoryWorkspace } from './memory-workspace.ts';

const NOW = new Date('2026-11-26T10:00:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const collected = { monitor: 'income', labels: { id: 'id', label: 'outcome' } };
const half = (id: string, side: Half['side'], payload = '{"inputs":[]}'): Half => ({
  ...{ id, side, payload, at: '2026-11-26T09:30:00.000Z' },
});
const TRUTH = '{"truth":{"data":{"ndarray":[[1]]}}}';
const outlets = { publish: async () => {} };

function stand(spool: Spool = new MemoryTable()) {
  const workspace = memoryWorkspace();
  const put = async (one: Half, came = NOW) => {
    const item = itemOf(one, came);
    if (item) await spool.write('income', [{ put: item }]);
  };
  const run = (now = NOW, { limits, enough }: CollectOptions = {}) =>
    collect({ spool, workspace, outlets }, collected, now, { limits, enough });
  const lines = (prefix: string) =>
    [...workspace.objects]
      .filter(([key]) => key.startsWith(prefix))
      .flatMap(([, body]) => String(body).trimEnd().split('\n'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { workspace, put, run, lines };
}

describe('collect', () => {
  it('writes a request with its response, by the hour of the writing', async () => {
    const { workspace, put, run } = stand();
    await put({
      ...half('a', 'response', '{"predictions": [1.10]}'),
      at: '2026-11-26T09:30:00.250Z',
    });
    await put({
      ...half('a', 'request', '{"instances": [[1]]}'),
      service: 'income',
      endpoint: 'canary',
    });
    expect(await run()).toMatchObject({ paired: 1, missing: 0 });
    expect([...workspace.objects]).toEqual([
      [
        'predictions/income/collected/2026/11/26/10/20261126T100000-1.jsonl',
        '{"id":"a","time":"2026-11-26T09:30:00.000Z","responded":"2026-11-26T09:30:00.250Z","service":"income","endpoint":"canary",' +
          '"request":{"instances": [[1]]},"response":{"predictions": [1.10]}}\n',
      ],
    ]);
    expect(await run(later(1))).toMatchObject({ paired: 0 });
  });

  it('waits for halves, counts those that are missing, and sets aside what nobody answers', async () => {
    const { put, run, lines } = stand();
    await put(half('a', 'request'));
    await put(half('b', 'response'));
    expect(await run(later(59))).toMatchObject({ paired: 0, missing: 0 });
    expect(await run(later(61))).toMatchObject({ paired: 0, missing: 2 });
    await put(half('a', 'response'), later(180));
    expect(await run(later(181))).toMatchObject({ paired: 1, late: 1, missing: 1 });
    expect(await run(later(7 * 24 * 60 + 1))).toMatchObject({ aside: 1, missing: 0 });
    expect(lines('rejected/income/')).toMatchObject([
      { source: 'collector', reason: 'no request came for this response', measured: false },
    ]);
  });

  it('makes feedback labels, one a row, and keeps what is none', async () => {
    const { put, run, lines } = stand();
    await put(half('a', 'feedback', '{"reward":1,"truth":{"data":{"ndarray":[[1],[0]]}}}'));
    await put(
      half('b', 'feedback', '{"truth":{"data":{"tensor":{"shape":[1,1],"values":[3.5]}}}}'),
    );
    await put(half('c', 'feedback', '{"reward":0.5}'));
    await put(half('d', 'feedback', '{"truth":{"data":{"ndarray":[[0.2,0.8]]}}}'));
    expect(await run()).toMatchObject({ feedback: 4 });
    const timestamp = '2026-11-26T09:30:00.000Z';
    const labels = lines('labels/income/collected/2026/11/26/10/');
    expect(labels.sort((x, y) => (String(x.id) < String(y.id) ? -1 : 1))).toEqual([
      { id: 'a#1', outcome: 1, timestamp },
      { id: 'a#2', outcome: 0, timestamp },
      { id: 'b', outcome: 3.5, timestamp },
    ]);
    expect(lines('rejected/').map(({ reason }) => reason)).toHaveLength(2);
  });

  it('reads messages that a sink of Kafka dropped, and keeps the lines that are none', async () => {
    const { workspace, run, lines } = stand();
    const request = { id: 'a', model_name: 'income', inputs: [{ name: 'x', data: [1] }] };
    const response = {
      model_name: 'income',
      model_version: '2',
      outputs: [{ name: 'p', data: [0] }],
    };
    const wrapped = { key: 'a', timestamp: 1_795_685_400_000, value: response };
    const bytes = { key: 'b', value: Buffer.from(JSON.stringify(request)).toString('base64') };
    workspace.objects.set(
      'halves/income/topics/inputs/0.jsonl',
      [request, bytes].map((one) => JSON.stringify(one)).join('\n'),
    );
    workspace.objects.set(
      'halves/income/topics/outputs/0.jsonl',
      `${JSON.stringify(wrapped)}\n{"value":{"x":1}}\nhello\n`,
    );
    expect(await run()).toMatchObject({ paired: 1 });
    expect(lines('predictions/')).toMatchObject([
      { id: 'a', service: 'income', responded: '2026-11-26T09:30:00.000Z', request, response },
    ]);
    expect(lines('rejected/').map(({ line, reason }) => [line, reason])).toEqual([
      [2, expect.stringContaining('neither inputs nor outputs')],
      [3, 'the line is not valid JSON'],
    ]);
    expect([...workspace.objects.keys()].filter((key) => key.startsWith('halves/'))).toEqual([]);
  });

  it("reads what a sink of Kafka leaves of Seldon Core 2's topics: protobuf, gzipped, halves told apart by topic", async () => {
    const { workspace, run, lines } = stand();
    const golden = JSON.parse(
      readFileSync(new URL('../golden/infer-messages.json', import.meta.url), 'utf8'),
    ) as { name: string; bytes: string; held: Record<string, unknown> }[];
    const of = (name: string) => golden.find((one) => one.name === name);
    const [request, response] = [of('raw texts'), of('a raw response')];
    const line = (value: unknown, at: number) =>
      `${JSON.stringify({ key: 'a-1', value, timestamp: Date.UTC(2026, 10, 26, 9, 30, 0, at) })}\n`;
    const drop = (topic: string, text: string) =>
      workspace.objects.set(
        `halves/income/seldon.inputs.model.income.${topic}-0-0000.jsonl.gz`,
        gzipSync(text),
      );
    drop('inputs', line(request?.bytes, 0));
    drop('outputs', line(response?.bytes, 20) + line('AAAA', 30));
    workspace.objects.set('halves/income/other-0-0000.jsonl', line(request?.bytes, 0));
    expect(await run()).toMatchObject({ paired: 1 });
    const { inputs } = request?.held ?? {};
    const { outputs } = response?.held ?? {};
    expect(lines('predictions/')).toMatchObject([
      { id: 'a-1', responded: '2026-11-26T09:30:00.020Z', service: 'income', request: { inputs } },
    ]);
    expect(lines('predictions/')).toMatchObject([{ response: { outputs } }]);
    const rejected = new Map(lines('rejected/').map(({ source, reason }) => [source, reason]));
    expect(rejected.get('halves/income/other-0-0000.jsonl')).toContain('which half it is');
    expect([...rejected.values()][0]).toContain('neither in JSON nor in protobuf');
    expect(rejected.size).toBe(2);
  });

  it('keeps a dropped object that is damaged, and takes what stands before the damage', async () => {
    const table = new MemoryTable();
    const { workspace, run } = stand(table);
    const lines = Array.from({ length: 5000 }, (_, i) =>
      JSON.stringify({ id: `r${i}-${Math.sin(i)}`, inputs: [{ name: 'x', data: [i] }] }),
    );
    const whole = gzipSync(`${lines.join('\n')}\n`);
    const key = 'halves/income/topic.inputs-0.jsonl.gz';
    workspace.objects.set(key, whole.subarray(0, whole.length / 2));
    await run();
    const { length: waiting } = await table.query('income', 'half#');
    expect(waiting).toBeGreaterThan(1000);
    expect(waiting).toBeLessThan(5000);
    expect(workspace.objects.has(key)).toBe(false);
    const aside = [...workspace.objects.keys()].filter((one) => one.startsWith('rejected/'));
    expect(aside).toHaveLength(2);
    const [kept = '', told = ''] = [...aside].sort((a) => (a.endsWith('.gz') ? -1 : 1));
    expect(workspace.objects.get(kept)).toEqual(whole.subarray(0, whole.length / 2));
    expect(String(workspace.objects.get(told))).toContain('damaged or truncated gzip');
  });

  it('takes an object that is too long for one time in parts, each line once', async () => {
    const table = new MemoryTable();
    let puts = 0;
    const spool: Spool = {
      get: table.get.bind(table),
      stream: table.stream.bind(table),
      write: async (monitor, writes) => {
        puts += writes.some((one) => 'put' in one && one.put.sk.startsWith('half#')) ? 1 : 0;
        return table.write(monitor, writes);
      },
    };
    const { workspace, run, lines } = stand(spool);
    const key = 'halves/income/topic.inputs-0.jsonl';
    const text = (i: number) =>
      i === 1500 ? 'no line' : JSON.stringify({ id: `r${i}`, inputs: [{ name: 'x', data: [i] }] });
    const body = Array.from({ length: 2500 }, (_, i) => text(i)).join('\n');
    workspace.objects.set(key, body);
    for (const minute of [1, 2]) await run(later(minute), { enough: AbortSignal.abort() });
    expect(workspace.objects.has(key)).toBe(true);
    await run(later(3), { enough: AbortSignal.abort() });
    expect(workspace.objects.has(key)).toBe(false);
    expect(await table.query('income', 'half#')).toHaveLength(2499);
    expect(puts).toBe(2499);
    expect(lines('rejected/').map(({ line }) => line)).toEqual([1501]);
    expect(await table.query('income', 'dropped')).toEqual([]);
  });

  it('keeps a dropped object whose lines could not be kept', async () => {
    const table = new MemoryTable();
    const write = () => Promise.reject(new Error('throttled'));
    const spool = { get: table.get.bind(table), stream: table.stream.bind(table), write };
    const { workspace, run } = stand(spool);
    const key = 'halves/income/topic.inputs-0.jsonl';
    workspace.objects.set(key, '{"id":"a","inputs":[]}\n'.repeat(3000));
    await expect(run()).rejects.toThrow('throttled');
    expect([...workspace.objects.keys()]).toEqual([key]);
  });

  it('refuses times of Kafka that are in seconds', async () => {
    const { workspace, run, lines } = stand();
    const value = { id: 'a', inputs: [] };
    workspace.objects.set(
      'halves/income/inputs.jsonl',
      JSON.stringify({ key: 'a', timestamp: 1_795_685_400, value }),
    );
    await run();
    expect(lines('rejected/')).toMatchObject([
      { reason: 'the timestamp is not in milliseconds since 1970' },
    ]);
  });

  it('writes a burst of feedback in batches whose notes DynamoDB takes, however long the ids', async () => {
    const table = new MemoryTable();
    let longest = 0;
    const spool: Spool = {
      get: table.get.bind(table),
      stream: table.stream.bind(table),
      write: async (monitor, writes) => {
        for (const one of writes)
          if ('put' in one) longest = Math.max(longest, JSON.stringify(one.put).length);
        return table.write(monitor, writes);
      },
    };
    const { put, run, lines } = stand(spool);
    for (let i = 0; i < 5000; i++)
      await put(half(`${i}-${'x'.repeat(i % 5 === 0 ? 900 : 30)}`, 'feedback', TRUTH));
    for (let i = 0; i < 5000; i++)
      await put(half('one', 'feedback', `{"truth":{"data":{"ndarray":[[${i}]]}}}`));
    expect(await run()).toMatchObject({ feedback: 10_000 });
    expect(lines('labels/')).toHaveLength(10_000);
    expect(longest).toBeLessThan(400 * 1024 * 0.8);
    expect(longest).toBeGreaterThan(200 * 1024);
  });

  it('writes feedback once where another writer took it after it was listed, and the first one dies', async () => {
    const table = new MemoryTable();
    const { workspace, put, lines } = stand(table);
    await put(half('a', 'feedback', TRUTH));
    await put(half('b', 'feedback', '{"truth":{"data":{"ndarray":[[0]]}}}'));
    const ports = { workspace, outlets, spool: table };
    let first = true;
    const slow: Spool = {
      get: async (monitor, sk) => {
        // After it has listed the halves, and before it looks for a batch.
        if (sk === 'batch' && !first) {
          first = true;
          await collect(ports, collected, NOW);
        }
        if (sk === 'batch') first = false;
        return table.get(monitor, sk);
      },
      stream: table.stream.bind(table),
      write: table.write.bind(table),
    };
    await collect({ ...ports, spool: slow }, collected, NOW);
    await put(half('c', 'feedback', TRUTH));
    expect(await collect(ports, collected, later(1))).toMatchObject({ feedback: 1 });
    expect(
      lines('labels/')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });

  it('writes every answered request once, whatever comes in whatever order, and whenever it dies', async () => {
    const event = fc.record({
      id: fc.nat({ max: 5 }),
      side: fc.constantFrom('request', 'response'),
    });
    const step = fc.oneof(event, fc.record({ dies: fc.nat({ max: 40 }) }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const table = new MemoryTable();
        let left = Number.POSITIVE_INFINITY;
        const mortal =
          <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
          async (...args: Args) => {
            if (left-- <= 0) throw new Error('died');
            return call(...args);
          };
        const spool: Spool = {
          get: mortal(table.get.bind(table)),
          write: mortal(table.write.bind(table)),
          stream: table.stream.bind(table),
        };
        const { workspace, lines } = stand();
        const dying = { ...workspace, write: mortal(workspace.write) };
        const run = (minute: number) =>
          collect({ spool, workspace: dying, outlets }, collected, later(minute), {
            limits: { entries: 2, bytes: 1000 },
          });
        const sides = new Map<string, Set<string>>();
        let minute = 0;
        for (const one of steps) {
          minute += 1;
          if ('dies' in one) {
            left = one.dies;
            await run(minute).catch(() => {});
            left = Number.POSITIVE_INFINITY;
            continue;
          }
          const id = `r${one.id}`;
          const item = itemOf(half(id, one.side as Half['side']), later(minute));
          if (item) await spool.write('income', [{ put: item }]);
          sides.set(id, (sides.get(id) ?? new Set()).add(one.side));
        }
        await run(minute + 1);
        await run(minute + 2);
        const answered = [...sides].filter(([, some]) => some.size === 2).map(([id]) => id);
        expect(
          lines('predictions/')
            .map(({ id }) => String(id))
            .sort(),
        ).toEqual(answered.sort());
      }),
      { numRuns: 300 },
    );
  });
});

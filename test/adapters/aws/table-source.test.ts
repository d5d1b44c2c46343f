import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchGetItemCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { DynamoSource } from '../../../lib/adapters/aws/table-source.ts';
import type { TableRange } from '../../../lib/pipeline/ports.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const db = mockedClient(DynamoDBClient);
const folder = mkdtempSync(join(tmpdir(), 'driftwatch-test-'));
const source = new DynamoSource(new DynamoDBClient({}), { pauseMilliseconds: 0 });
const range: TableRange = {
  table: 't',
  index: null,
  partition: { key: 'model', values: ['m'] },
  time: 'at',
  timeFormat: 'iso',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-11-02T00:00:00.000Z',
  segments: 1,
};
const exported = async (over: Partial<TableRange> = {}) => {
  const paths = await source.export({ ...range, ...over }, folder);
  return paths.map((path) => readFileSync(path, 'utf8')).join('');
};
const inputs = () => db.commandCalls(QueryCommand).map(({ args }) => args[0].input);

beforeEach(() => db.reset());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('export', () => {
  it('writes the items of every page as JSON lines', async () => {
    const item = {
      at: { S: '2026-11-01T05:00:00Z' },
      big: { N: '12345678901234567890.5' },
      tags: { SS: ['a"b', 'c'] },
      sizes: { NS: ['1', '2.5'] },
      raw: { B: new Uint8Array([1, 2, 255]) },
      nested: { M: { list: { L: [{ BOOL: true }, { NULL: true as const }] } } },
    };
    db.on(QueryCommand)
      .resolvesOnce({ Items: [item], LastEvaluatedKey: { at: item.at } })
      .resolvesOnce({ Items: [{ at: { S: '2026-11-01T06:00:00Z' } }] });
    expect((await exported()).split('\n')).toEqual([
      '{"at":"2026-11-01T05:00:00Z","big":12345678901234567890.5,"tags":["a\\"b","c"],"sizes":[1,2.5],"raw":"AQL/","nested":{"list":[true,null]}}',
      '{"at":"2026-11-01T06:00:00Z"}',
      '',
    ]);
  });

  it.each([
    ['iso', { S: '2026-11-01T00:00:00' }, { S: '2026-11-02T00:00:00' }],
    ['s', { N: '1793491200' }, { N: '1793577600.0' }],
    ['ms', { N: '1793491200000' }, { N: '1793577600000' }],
  ] as const)('leaves the end of the range to the next one, as %s', async (timeFormat, at, end) => {
    db.on(QueryCommand).resolves({ Items: [{ at }, { at: end }] });
    expect((await exported({ timeFormat })).split('\n')).toHaveLength(2);
    expect(inputs()[0]?.ExpressionAttributeValues).toMatchObject({ ':from': at });
  });

  it('reads consistently where it can', async () => {
    db.on(QueryCommand).resolves({});
    await exported();
    await exported({ index: 'i' });
    expect(inputs().map(({ ConsistentRead, IndexName }) => [ConsistentRead, IndexName])).toEqual([
      [true, undefined],
      [undefined, 'i'],
    ]);
  });

  it('writes a file for every partition and segment, empty where there is nothing', async () => {
    db.on(QueryCommand).resolves({});
    const paths = await source.export(
      { ...range, segments: 3, partition: { key: 'model', values: ['b', 'a', 'b'] } },
      folder,
    );
    expect(paths).toHaveLength(6);
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(Array(6).fill(''));
    expect(await source.export({ ...range, to: range.from }, folder)).toEqual([]);
  });

  it('asks at most 8 things at once, and nothing more after a failure', async () => {
    let [now, most] = [0, 0];
    db.on(QueryCommand).callsFake(async () => {
      most = Math.max(most, ++now);
      await new Promise((done) => setTimeout(done, 5));
      now -= 1;
      if (db.commandCalls(QueryCommand).length > 16) throw new Error('throttled');
      return {};
    });
    await expect(exported({ segments: 64 })).rejects.toThrow('throttled');
    expect(most).toBe(8);
    expect(inputs().length).toBeLessThan(40);
  });
});

describe('lookUp', () => {
  const path = join(folder, 'found.jsonl');
  const look = (ids: readonly string[]) => source.lookUp({ table: 't', key: 'id' }, ids, path);
  const keysOf = (input: { RequestItems?: Record<string, { Keys?: unknown[] }> }) =>
    (input.RequestItems?.t?.Keys ?? []) as { id: { S: string } }[];

  it('asks again for what was not processed', async () => {
    db.on(BatchGetItemCommand).callsFake((input) => {
      const keys = keysOf(input);
      return {
        Responses: { t: keys.slice(0, 7).toReversed() },
        UnprocessedKeys: keys.length > 7 ? { t: { Keys: keys.slice(7) } } : {},
      };
    });
    const ids = Array.from({ length: 230 }, (_, i) => `${i}`);
    await look(ids);
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines).toEqual(ids.map((id) => `{"id":"${id}"}`));
    const { RequestItems: asked } = db.commandCalls(BatchGetItemCommand)[0]?.args[0].input ?? {};
    expect(asked?.t?.ConsistentRead).toBe(true);
  });

  it('gives up on a table that gives nothing', async () => {
    db.on(BatchGetItemCommand).callsFake((input) => ({
      UnprocessedKeys: { t: { Keys: keysOf(input) } },
    }));
    await expect(look(['1'])).rejects.toThrow(/table t left 1 keys unread/);
    expect(db.commandCalls(BatchGetItemCommand).length).toBeLessThan(30);
  });
});

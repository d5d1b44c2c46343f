import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { DynamoSource } from '../../../lib/adapters/aws/table-source.ts';

const db = mockClient(DynamoDBClient);
const folder = mkdtempSync(join(tmpdir(), 'driftwatch-test-'));
const path = join(folder, 'out.jsonl');
const source = new DynamoSource(new DynamoDBClient({}));
const range = {
  table: 't',
  partition: { key: 'model', value: 'm' },
  time: 'at',
  timeFormat: 'iso' as const,
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-11-02T00:00:00.000Z',
};

beforeEach(() => db.reset());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('DynamoSource', () => {
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
    await source.export(range, path);
    expect(readFileSync(path, 'utf8').split('\n')).toEqual([
      '{"at":"2026-11-01T05:00:00Z","big":12345678901234567890.5,"tags":["a\\"b","c"],"sizes":[1,2.5],"raw":"AQL/","nested":{"list":[true,null]}}',
      '{"at":"2026-11-01T06:00:00Z"}',
      '',
    ]);
  });

  it('leaves the end of the range to the next range', async () => {
    db.on(QueryCommand).resolves({ Items: [{ at: { S: range.from } }, { at: { S: range.to } }] });
    await source.export(range, path);
    expect(readFileSync(path, 'utf8')).toBe(`{"at":"${range.from}"}\n`);
  });

  it.each([
    ['s', '1793491200'],
    ['ms', '1793491200000'],
  ] as const)('asks for numbers where time is in %s', async (timeFormat, from) => {
    const end = timeFormat === 's' ? '1793577600' : '1793577600000';
    db.on(QueryCommand).resolves({ Items: [{ at: { N: from } }, { at: { N: end } }] });
    await source.export({ ...range, timeFormat }, path);
    const { input } = db.commandCalls(QueryCommand)[0]?.args[0] ?? {};
    expect(input?.ExpressionAttributeValues).toMatchObject({ ':from': { N: from } });
    expect(readFileSync(path, 'utf8')).toBe(`{"at":${from}}\n`);
  });

  it('writes an empty file where there is nothing', async () => {
    db.on(QueryCommand).resolves({});
    await source.export(range, path);
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});

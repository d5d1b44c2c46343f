import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { DynamoTable } from '../../../lib/adapters/aws/table.ts';
import { ConflictError } from '../../../lib/errors.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const db = mockedClient(DynamoDBDocumentClient);
const client = new DynamoDBClient({});
const table = new DynamoTable({ client, table: 't', pauseMilliseconds: 0 });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: '',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const two = [{ put: { sk: 'a' } }, { put: { sk: 'b' }, unless: 'exists' as const }];

beforeEach(() => db.reset());

describe('DynamoTable', () => {
  it('gets an item as it was put, consistently', async () => {
    db.on(GetCommand)
      .resolvesOnce({ Item: { pk: 'm', sk: 'a', n: 1 } })
      .resolvesOnce({});
    expect(await table.get('m', 'a')).toEqual({ sk: 'a', n: 1 });
    expect(await table.get('m', 'a')).toBeNull();
    expect(db.commandCalls(GetCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
  });

  it('queries every page', async () => {
    db.on(QueryCommand)
      .resolvesOnce({ Items: [{ pk: 'm', sk: 'x#1' }], LastEvaluatedKey: { pk: 'm', sk: 'x#1' } })
      .resolvesOnce({ Items: [{ pk: 'm', sk: 'x#2' }] });
    expect(await table.query('m', 'x#')).toEqual([{ sk: 'x#1' }, { sk: 'x#2' }]);
  });

  it('puts and removes alone without a transaction', async () => {
    db.on(PutCommand).resolves({}).on(DeleteCommand).resolves({});
    await table.write('m', [{ put: { sk: 'a', v: 1 }, when: { field: 'until', is: 'x' } }]);
    await table.write('m', [{ remove: 'a' }]);
    await table.write('m', []);
    expect(db.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject({
      Item: { pk: 'm', sk: 'a', v: 1 },
      ConditionExpression: '#field = :is',
      ExpressionAttributeNames: { '#field': 'until' },
    });
    expect(db.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(db.calls()).toHaveLength(2);
  });

  it('checks in a transaction, beside other writes and alone', async () => {
    db.on(TransactWriteCommand).resolves({});
    const check = { check: 'lease', field: 'owner', is: 'me' };
    await table.write('m', [check, { put: { sk: 'a' } }]);
    await table.write('m', [check]);
    const sent = db.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input);
    expect(sent.map(({ TransactItems: items }) => items?.length)).toEqual([2, 1]);
    expect(sent[0]?.TransactItems?.[0]).toEqual({
      ConditionCheck: {
        TableName: 't',
        Key: { pk: 'm', sk: 'lease' },
        ConditionExpression: '#field = :is',
        ExpressionAttributeNames: { '#field': 'owner' },
        ExpressionAttributeValues: { ':is': 'me' },
      },
    });
  });

  it('streams a page when the one before has been used up', async () => {
    const page = { Items: [{ pk: 'm', sk: 'x' }], LastEvaluatedKey: { pk: 'm', sk: 'x' } };
    db.on(QueryCommand).resolves(page);
    for await (const item of table.stream('m', '')) {
      expect(item).toEqual({ sk: 'x' });
      break;
    }
    expect(db.commandCalls(QueryCommand)).toHaveLength(1);
    expect(db.commandCalls(QueryCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
  });

  it('turns a failed condition into ConflictError, alone and in a transaction', async () => {
    const failed = new ConditionalCheckFailedException({ message: '', $metadata: {} });
    db.on(PutCommand).rejects(failed);
    await expect(table.write('m', two.slice(1))).rejects.toThrow(ConflictError);
    db.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed'));
    await expect(table.write('m', two)).rejects.toThrow(ConflictError);
    expect(db.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  it('tries again where another transaction was in the way, but not for ever', async () => {
    db.on(TransactWriteCommand).rejectsOnce(cancelled('TransactionConflict', 'None')).resolves({});
    await table.write('m', two);
    expect(db.commandCalls(TransactWriteCommand)).toHaveLength(2);
    db.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None'));
    await expect(table.write('m', two)).rejects.toThrow(TransactionCanceledException);
  });

  it('passes other cancellations on', async () => {
    db.on(TransactWriteCommand).rejects(cancelled('ValidationError', 'None'));
    await expect(table.write('m', two)).rejects.toThrow(TransactionCanceledException);
  });

  it('refuses an item that DynamoDB would refuse for its size', async () => {
    const put = { sk: 'window#1', text: 'x'.repeat(410 * 1024) };
    await expect(table.write('m', [{ put }])).rejects.toThrow(/window#1 of monitor m has 41\d KB/);
    expect(db.calls()).toHaveLength(0);
  });

  it('stores a p-value that DynamoDB has no number for as 0', async () => {
    db.on(PutCommand).resolves({});
    await table.write('m', [{ put: { sk: 'a', list: [{ p: 1e-200, n: null, v: -2 }] } }]);
    expect(db.commandCalls(PutCommand)[0]?.args[0].input.Item).toEqual({
      pk: 'm',
      sk: 'a',
      list: [{ p: 0, n: null, v: -2 }],
    });
  });
});

describe('numbers on the wire', () => {
  it('beyond 2^53 go and come', async () => {
    const sent: string[] = [];
    const wire = new DynamoDBClient({
      region: 'x',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      requestHandler: {
        handle: async (request: { body: string }) => {
          sent.push(String(request.body));
          const item = { pk: { S: 'm' }, sk: { S: 'a' }, v: { N: '1e+30' } };
          const body = Buffer.from(JSON.stringify({ Item: item }));
          return { response: { statusCode: 200, headers: {}, body } };
        },
      } as never,
    });
    db.restore();
    const real = new DynamoTable({ client: wire, table: 't' });
    await real.write('m', [{ put: { sk: 'a', v: 1e30 } }]);
    expect(sent[0]).toContain('"v":{"N":"1e+30"}');
    expect(await real.get('m', 'a')).toEqual({ sk: 'a', v: 1e30 });
  });
});

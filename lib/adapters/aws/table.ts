import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { ConflictError } from '../../errors.ts';
import type { Item, Table, TableWrite } from '../../pipeline/ports.ts';
import { storable } from './storable.ts';

const ITEM_BYTES = 400 * 1024;
const TRANSACTION_TRIES = 6;

export interface DynamoTableOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** The pause before a transaction is tried again, grows with every try. */
  readonly pauseMilliseconds?: number;
}

/** One table for all monitors: partition key `pk` is the monitor, sort key `sk`. */
export class DynamoTable implements Table {
  private readonly client: DynamoDBDocumentClient;
  private readonly name: string;
  private readonly pause: number;

  constructor(options: DynamoTableOptions) {
    this.client = DynamoDBDocumentClient.from(options.client, {
      marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
      unmarshallOptions: { wrapNumbers: Number },
    });
    this.name = options.table;
    this.pause = options.pauseMilliseconds ?? 100;
  }

  async get(monitor: string, sk: string): Promise<Item | null> {
    const { Item: item } = await this.client.send(
      new GetCommand({ TableName: this.name, Key: { pk: monitor, sk }, ConsistentRead: true }),
    );
    return item ? withoutPartition(item) : null;
  }

  async query(monitor: string, prefix: string): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of this.stream(monitor, prefix)) items.push(item);
    return items;
  }

  async *stream(monitor: string, prefix: string): AsyncGenerator<Item> {
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.name,
        ConsistentRead: true,
        // A key condition takes no empty text.
        ...(prefix === ''
          ? {
              KeyConditionExpression: 'pk = :monitor',
              ExpressionAttributeValues: { ':monitor': monitor },
            }
          : {
              KeyConditionExpression: 'pk = :monitor AND begins_with(sk, :prefix)',
              ExpressionAttributeValues: { ':monitor': monitor, ':prefix': prefix },
            }),
      },
    );
    for await (const { Items: page = [] } of pages) yield* page.map(withoutPartition);
  }

  async write(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    const [first, ...more] = writes;
    if (first === undefined) return;
    for (const write of writes) checkSize(monitor, write);
    try {
      if (more.length > 0 || 'check' in first) await this.transact(monitor, writes);
      else if ('put' in first) await this.client.send(new PutCommand(this.put(monitor, first)));
      else await this.client.send(new DeleteCommand(this.keyed(monitor, first.remove)));
    } catch (error) {
      if (!failedCondition(error)) throw error;
      const keys = writes.map(keyOf);
      const named = keys.slice(0, 3).join(', ') + (keys.length > 3 ? ', ...' : '');
      throw new ConflictError(`${monitor}: ${named} changed meanwhile`, { cause: error });
    }
  }

  /** Nothing: the table's own time to live removes what has expired, within days. */
  async sweep(): Promise<void> {}

  private async transact(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    const items = writes.map((write) => {
      if ('put' in write) return { Put: this.put(monitor, write) };
      if ('remove' in write) return { Delete: this.keyed(monitor, write.remove) };
      return { ConditionCheck: { ...this.keyed(monitor, write.check), ...fieldIs(write) } };
    });
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.client.send(new TransactWriteCommand({ TransactItems: items }));
        return;
      } catch (error) {
        if (attempt === TRANSACTION_TRIES || !passing(error)) throw error;
        await sleep(this.pause * attempt);
      }
    }
  }

  private put(monitor: string, { put, unless, when }: Extract<TableWrite, { put: Item }>) {
    const item = { ...(storable(put) as Item), pk: monitor };
    const write = { TableName: this.name, Item: item };
    if (unless) return { ...write, ConditionExpression: 'attribute_not_exists(sk)' };
    return when ? { ...write, ...fieldIs(when) } : write;
  }

  private keyed(monitor: string, sk: string) {
    return { TableName: this.name, Key: { pk: monitor, sk } };
  }
}

function fieldIs({ field, is }: { readonly field: string; readonly is: unknown }) {
  return {
    ConditionExpression: '#field = :is',
    ExpressionAttributeNames: { '#field': field },
    ExpressionAttributeValues: { ':is': storable(is) },
  };
}

function keyOf(write: TableWrite): string {
  if ('put' in write) return write.put.sk;
  return 'remove' in write ? write.remove : write.check;
}

function withoutPartition({ pk: _, ...item }: Record<string, unknown>): Item {
  return item as Item;
}

function checkSize(monitor: string, write: TableWrite): void {
  if (!('put' in write)) return;
  const bytes = Buffer.byteLength(JSON.stringify(write.put));
  if (bytes <= ITEM_BYTES) return;
  throw new Error(
    `the item ${write.put.sk} of monitor ${monitor} has ${Math.ceil(bytes / 1024)} KB; DynamoDB takes 400 KB: ` +
      'name fewer columns or segments in the monitor file',
  );
}

function reasons(error: unknown): (string | undefined)[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return (error.CancellationReasons ?? []).map(({ Code: code }: CancellationReason) => code);
}

function failedCondition(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true;
  return reasons(error).includes('ConditionalCheckFailed');
}

/** Another transaction held one of the items; it tells nothing of the conditions. */
function passing(error: unknown): boolean {
  const codes = reasons(error);
  return codes.includes('TransactionConflict') && !codes.includes('ConditionalCheckFailed');
}

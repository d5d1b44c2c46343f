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
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :monitor AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':monitor': monitor, ':prefix': prefix },
      },
    );
    const items: Item[] = [];
    for await (const { Items: page = [] } of pages) items.push(...page.map(withoutPartition));
    return items;
  }

  async write(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    const [first, ...more] = writes;
    if (first === undefined) return;
    for (const write of writes) checkSize(monitor, write);
    try {
      if (more.length === 0) await this.writeOne(monitor, first);
      else await this.transact(monitor, writes);
    } catch (error) {
      if (!failedCondition(error)) throw error;
      const keys = writes.map((write) => ('put' in write ? write.put.sk : write.remove));
      const named = keys.slice(0, 3).join(', ') + (keys.length > 3 ? ', ...' : '');
      throw new ConflictError(`${monitor}: ${named} changed meanwhile`, { cause: error });
    }
  }

  private async writeOne(monitor: string, write: TableWrite): Promise<void> {
    if ('put' in write) await this.client.send(new PutCommand(this.put(monitor, write)));
    else await this.client.send(new DeleteCommand(this.remove(monitor, write.remove)));
  }

  private async transact(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    const items = writes.map((write) =>
      'put' in write
        ? { Put: this.put(monitor, write) }
        : { Delete: this.remove(monitor, write.remove) },
    );
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
    if (!when) return write;
    return {
      ...write,
      ConditionExpression: '#field = :is',
      ExpressionAttributeNames: { '#field': when.field },
      ExpressionAttributeValues: { ':is': when.is },
    };
  }

  private remove(monitor: string, sk: string) {
    return { TableName: this.name, Key: { pk: monitor, sk } };
  }
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

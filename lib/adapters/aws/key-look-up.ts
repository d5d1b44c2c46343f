import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { ConfigError } from '../../errors.ts';
import { inParallel } from '../../in-parallel.ts';
import { itemJson } from './attribute-json.ts';

const KEYS_PER_CALL = 100;
/** An answer may have 16 MB. */
const CALLS_AT_ONCE = 4;
/** Calls in a row that answer with nothing before one gives up. */
const FRUITLESS_CALLS = 10;
const LONGEST_PAUSE = 5000;
const KEY_BYTES = 2048;
/** A number as DynamoDB writes it: two texts of one number would be one key. */
const PLAIN_NUMBER = /^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/;
const DIGITS = 38;

type KeyType = 'S' | 'N';
type Values = Record<string, AttributeValue>;

export interface KeyTable {
  readonly table: string;
  /** Its only key. */
  readonly key: string;
}

export interface KeyLookUpOptions {
  readonly client: DynamoDBClient;
  /** The pause before keys that were not processed are asked for again; doubles with every call that answers with none. */
  readonly pauseMilliseconds?: number;
}

/** Reads items by their key. */
export class KeyLookUp {
  private readonly client: DynamoDBClient;
  private readonly pause: number;
  private readonly types = new Map<string, KeyType>();

  constructor({ client, pauseMilliseconds = 50 }: KeyLookUpOptions) {
    this.client = client;
    this.pause = pauseMilliseconds;
  }

  /** The items of these ids as lines of JSON, in the ids' order, each once. @throws ConfigError where `key` is not the table's key. */
  async *lines(from: KeyTable, ids: readonly string[]): AsyncGenerator<string> {
    if (ids.length === 0) return;
    const type = await this.keyType(from);
    const possible = [...new Set(ids)].filter((id) => canBeKey(id, type));
    const perRound = KEYS_PER_CALL * CALLS_AT_ONCE;
    for (let i = 0; i < possible.length; i += perRound) {
      const calls = [];
      for (let j = i; j < Math.min(i + perRound, possible.length); j += KEYS_PER_CALL)
        calls.push(possible.slice(j, Math.min(j + KEYS_PER_CALL, i + perRound)));
      const found = await inParallel(calls, CALLS_AT_ONCE, (some) => this.get(from, type, some));
      for (const item of found.flat()) yield `${itemJson(item)}\n`;
    }
  }

  private async get(from: KeyTable, type: KeyType, ids: readonly string[]): Promise<Values[]> {
    const found = new Map<string | undefined, Values>();
    let left = ids.map((id) => keyValues(from, type, id));
    for (let fruitless = 0; left.length > 0; ) {
      const { items, unprocessed } = await this.call(from.table, left);
      for (const item of items) found.set(idOf(from, item), item);
      fruitless = unprocessed.length < left.length ? 0 : fruitless + 1;
      left = unprocessed;
      if (fruitless === FRUITLESS_CALLS)
        throw new Error(`table ${from.table} left ${left.length} keys unread: raise its capacity`);
      if (left.length > 0) await sleep(Math.min(this.pause * 2 ** fruitless, LONGEST_PAUSE));
    }
    return ids.map((id) => found.get(id)).filter((item) => item !== undefined);
  }

  private async call(table: string, keys: Values[]) {
    const { Responses: responses = {}, UnprocessedKeys: unprocessed = {} } = await this.client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
    );
    return {
      items: Object.values(responses).flat(),
      unprocessed: Object.values(unprocessed).flatMap(({ Keys: keys = [] }) => keys),
    };
  }

  /** Whether the table's key holds texts or numbers, by asking for one. */
  private async keyType(from: KeyTable): Promise<KeyType> {
    const name = JSON.stringify([from.table, from.key]);
    const known = this.types.get(name);
    if (known) return known;
    for (const type of ['S', 'N'] as const) {
      try {
        await this.get(from, type, ['0']);
        this.types.set(name, type);
        return type;
      } catch (error) {
        const { name, message } = error as Error;
        if (name !== 'ValidationException' || !/match the schema/.test(message)) throw error;
      }
    }
    throw new ConfigError(
      `items of table ${from.table} can't be found by ${from.key}: name the partition key, texts or numbers, of a table without sort key`,
    );
  }
}

function keyValues({ key }: KeyTable, type: KeyType, id: string): Values {
  return { [key]: type === 'S' ? { S: id } : { N: id } };
}

function idOf({ key }: KeyTable, item: Values): string | undefined {
  return item[key]?.S ?? item[key]?.N;
}

/** What can't be a key is not in the table, and makes DynamoDB refuse the whole call. */
function canBeKey(id: string, type: KeyType): boolean {
  if (type === 'S') return id !== '' && Buffer.byteLength(id) <= KEY_BYTES;
  return PLAIN_NUMBER.test(id) && id.replace(/\D/g, '').length <= DIGITS;
}

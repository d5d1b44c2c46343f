import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { inParallel } from '../../in-parallel.ts';
import type { TableRange, TableSource } from '../../pipeline/ports.ts';
import { itemJson } from './attribute-json.ts';
import { KeyLookUp } from './key-look-up.ts';
import { cutTime, sameKey, timeKey } from './time-key.ts';

const QUERIES_AT_ONCE = 8;

/** A stretch of one partition's time, in milliseconds, to its end exclusive. */
interface Stretch {
  readonly partition: string;
  readonly from: number;
  readonly to: number;
  readonly file: string;
}

/** Reads users' tables: partitions between two instants of their sort key, or items by their key. */
export class DynamoSource implements TableSource {
  private readonly keys: KeyLookUp;

  constructor(
    private readonly client: DynamoDBClient,
    options: { readonly pauseMilliseconds?: number } = {},
  ) {
    this.keys = new KeyLookUp({ client, ...options });
  }

  async export(range: TableRange, folder: string): Promise<string[]> {
    const stretches = [...new Set(range.partition.values)].flatMap((partition, i) =>
      cutTime(range).map(([from, to], j) => ({ partition, from, to, file: fileName(i, j) })),
    );
    return inParallel(stretches, QUERIES_AT_ONCE, async (stretch, signal) => {
      const path = join(folder, stretch.file);
      await pipeline(Readable.from(this.lines(range, stretch)), createWriteStream(path), {
        signal,
      });
      return path;
    });
  }

  async lookUp(
    table: { readonly table: string; readonly key: string },
    ids: readonly string[],
    path: string,
  ): Promise<void> {
    await pipeline(Readable.from(this.keys.lines(table, ids)), createWriteStream(path));
  }

  private async *lines(range: TableRange, stretch: Stretch): AsyncGenerator<string> {
    const from = timeKey(range.timeFormat, stretch.from);
    const to = timeKey(range.timeFormat, stretch.to);
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: range.table,
        ...(range.index === null ? { ConsistentRead: true } : { IndexName: range.index }),
        KeyConditionExpression: '#partition = :partition AND #time BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#partition': range.partition.key, '#time': range.time },
        ExpressionAttributeValues: {
          ':partition': { S: stretch.partition },
          ':from': from,
          ':to': to,
        },
      },
    );
    for await (const { Items: items = [] } of pages) {
      for (const item of items) {
        // BETWEEN includes the end; a key condition can't say "before".
        if (!sameKey(item[range.time], to)) yield `${itemJson(item)}\n`;
      }
    }
  }
}

/** Sorts by partition, then time. */
function fileName(partition: number, part: number): string {
  return `${String(partition).padStart(6, '0')}-${String(part).padStart(3, '0')}.jsonl`;
}

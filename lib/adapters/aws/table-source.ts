import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { TableSource } from '../../pipeline/ports.ts';
import { itemJson } from './attribute-json.ts';

type Range = Parameters<TableSource['export']>[0];

/** Reads users' tables: a partition between two instants of its sort key. */
export class DynamoSource implements TableSource {
  constructor(private readonly client: DynamoDBClient) {}

  async export(range: Range, path: string): Promise<void> {
    await pipeline(Readable.from(this.lines(range)), createWriteStream(path));
  }

  private async *lines(range: Range): AsyncGenerator<string> {
    const [from, to] = [bound(range, range.from), bound(range, range.to)];
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: range.table,
        KeyConditionExpression: '#partition = :partition AND #time BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#partition': range.partition.key, '#time': range.time },
        ExpressionAttributeValues: {
          ':partition': { S: range.partition.value },
          ':from': from,
          ':to': to,
        },
      },
    );
    for await (const { Items: items = [] } of pages) {
      for (const item of items) {
        // BETWEEN includes the end; a key condition can't say "before".
        if (!same(item[range.time], to)) yield `${itemJson(item)}\n`;
      }
    }
  }
}

/** An instant as the sort key holds it. ISO strings sort as text: ranges that meet share and miss nothing. */
function bound({ timeFormat }: Range, iso: string): AttributeValue {
  if (timeFormat === 'iso') return { S: iso };
  const milliseconds = Date.parse(iso);
  return { N: String(timeFormat === 's' ? milliseconds / 1000 : milliseconds) };
}

function same(a: AttributeValue | undefined, b: AttributeValue): boolean {
  return b.S === undefined ? Number(a?.N) === Number(b.N) : a?.S === b.S;
}

import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../../lib/pipeline/ports.ts';
import type { Account } from './account.ts';

/** Everything that the table holds of a monitor, by kind: what comes before the first `#` of its key. */
export async function ledgerOf(
  { dynamoDb }: Account,
  table: string,
  monitor: string,
): Promise<Map<string, Item[]>> {
  const kinds = new Map<string, Item[]>();
  const pages = paginateQuery(
    { client: DynamoDBDocumentClient.from(dynamoDb) },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :monitor',
      ExpressionAttributeValues: { ':monitor': monitor },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items as Item[]) {
      const kind = item.sk.split('#')[0] ?? '';
      kinds.set(kind, [...(kinds.get(kind) ?? []), item]);
    }
  }
  return kinds;
}

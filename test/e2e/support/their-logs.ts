import { gzipSync } from 'node:zlib';
import { CreateTableCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Account } from './account.ts';
import { countByDay, type ExpectedWindow } from './expected-windows.ts';
import type { Loan } from './loans.ts';
import { THEIR_BUCKET, THEIR_PREFIX } from './other-account.ts';

const OUTCOMES = 'loan-outcomes';

/** Drops loans as Firehose does: JSON objects without anything between them, in a folder of the hour; returns the key. */
export async function deliver(
  theirs: Account,
  hour: Date,
  suffix: string,
  loans: readonly object[],
): Promise<string> {
  const at = hour.toISOString();
  const folder = at.slice(0, 13).replaceAll(/[-T]/g, '/');
  const name = `loans-1-${at.slice(0, 19).replaceAll(/[T:]/g, '-')}-5f3c`;
  const key = `${THEIR_PREFIX}${folder}/${name}${suffix}`;
  const text = loans.map((loan) => JSON.stringify(loan)).join('');
  await theirs.drop(THEIR_BUCKET, key, suffix.endsWith('.gz') ? gzipSync(text) : text);
  return key;
}

/** What the model logs: the outcome is not known yet. */
export function logged(loans: readonly Loan[]): object[] {
  return loans.map(({ defaulted: _, ...loan }) => loan);
}

/** A table by id of what became of loans, in the stack's account. */
export async function makeOutcomes({ dynamoDb }: Account): Promise<void> {
  const id = 'prediction_id';
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: OUTCOMES,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: id, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: id, KeyType: 'HASH' }],
    }),
  );
}

export async function noteOutcomes(account: Account, loans: readonly Loan[]): Promise<void> {
  const requests = loans.map(
    ({ prediction_id, defaulted }): WriteRequest => ({
      PutRequest: {
        Item: { prediction_id: { S: prediction_id }, defaulted: { N: String(defaulted) } },
      },
    }),
  );
  await account.writeItems(OUTCOMES, requests);
}

/** Loans that the monitor has read, and those whose outcome it has looked up. */
export interface Seen {
  readonly loans: readonly Loan[];
  readonly known: readonly Loan[];
}

/** The days' counts. */
export function countLoans({ loans, known }: Seen): Map<string, ExpectedWindow> {
  return countByDay(
    loans.map(({ prediction_id: id, predicted_at: at, p_default: score, income: x }) => ({
      id,
      at,
      score,
      x,
    })),
    new Map(known.map(({ prediction_id, defaulted }) => [prediction_id, defaulted])),
  );
}

/** Everything that lies in the other account's bucket below the prefix, by the name that the ledger has for it. */
export async function theirObjects(theirs: Account): Promise<Map<string, string>> {
  const etags = await theirs.etags(THEIR_BUCKET, THEIR_PREFIX);
  return new Map([...etags].map(([key, etag]) => [nameOf(key), etag]));
}

export const nameOf = (key: string) => `s3://${THEIR_BUCKET}/${key}`;

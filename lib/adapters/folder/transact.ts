import { isDeepStrictEqual } from 'node:util';
import { type DuckDBConnection, listValue } from '@duckdb/node-api';
import { ConflictError } from '../../errors.ts';
import type { Item, TableWrite } from '../../pipeline/ports.ts';

const WRITES = 100;

/** All of the writes or none; what DynamoDB would refuse is refused here too. @throws ConflictError if a condition doesn't hold. */
export async function transact(
  connection: DuckDBConnection,
  monitor: string,
  writes: readonly TableWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  if (writes.length > WRITES) throw new Error(`${writes.length} writes at once; ${WRITES} are all`);
  if (new Set(writes.map(keyOf)).size < writes.length)
    throw new Error(`two writes of one item at once: ${writes.map(keyOf).join(', ')}`);
  await connection.run('BEGIN');
  try {
    await checkConditions(connection, monitor, writes);
    await remove(connection, monitor, writes);
    await put(connection, monitor, writes);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

function keyOf(write: TableWrite): string {
  if ('put' in write) return write.put.sk;
  return 'remove' in write ? write.remove : write.check;
}

async function checkConditions(
  connection: DuckDBConnection,
  monitor: string,
  writes: readonly TableWrite[],
): Promise<void> {
  const conditional = writes.filter(
    (write) => 'check' in write || ('put' in write && (write.unless || write.when)),
  );
  if (conditional.length === 0) return;
  const found = await connection.runAndReadAll(
    'SELECT sk, body FROM items WHERE monitor = $1 AND sk IN (SELECT unnest($2))',
    [monitor, listValue(conditional.map(keyOf))],
  );
  const before = new Map(found.getRows().map(([sk, body]) => [sk, JSON.parse(String(body))]));
  for (const write of conditional) checkCondition(write, before.get(keyOf(write)));
}

function checkCondition(write: TableWrite, before: Item | undefined): void {
  const sk = keyOf(write);
  if ('put' in write && write.unless && before) throw new ConflictError(`${sk} exists already`);
  const expected = 'check' in write ? write : 'put' in write ? write.when : undefined;
  if (expected && !isDeepStrictEqual(before?.[expected.field], expected.is))
    throw new ConflictError(`${expected.field} of ${sk} has changed`);
}

async function remove(
  connection: DuckDBConnection,
  monitor: string,
  writes: readonly TableWrite[],
): Promise<void> {
  const keys = writes.flatMap((write) => ('remove' in write ? [write.remove] : []));
  if (keys.length === 0) return;
  await connection.run('DELETE FROM items WHERE monitor = $1 AND sk IN (SELECT unnest($2))', [
    monitor,
    listValue(keys),
  ]);
}

async function put(
  connection: DuckDBConnection,
  monitor: string,
  writes: readonly TableWrite[],
): Promise<void> {
  const items = writes.flatMap((write) => ('put' in write ? [write.put] : []));
  if (items.length === 0) return;
  await connection.run('INSERT OR REPLACE INTO items SELECT $1, unnest($2), unnest($3)', [
    monitor,
    listValue(items.map(({ sk }) => sk)),
    listValue(items.map((item) => JSON.stringify(item))),
  ]);
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { written } from './dropped.ts';
import { total } from './fuzzed.ts';
import { openReader, type Reader } from './read-files.ts';

const ROWS = 5000;
const columns = `concat('p', i) AS id, '2026-03-02' AS at, 1 AS pred, 0.7 AS score, i AS n, 'a' AS c`;

let reader: Reader;
beforeAll(async () => {
  reader = await openReader(300);
});
afterAll(() => reader.close());

function positions(bytes: Buffer, wanted: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

test('a row group of which the footer tells another number of rows is not passed over', async () => {
  const whole = await written(
    `SELECT ${columns} FROM range(${ROWS}) t(i)`,
    'FORMAT parquet, ROW_GROUP_SIZE 2048',
  );
  const footer = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
  // 2048, and -2049 instead.
  const counts = positions(whole, Buffer.of(0x80, 0x20)).filter((at) => at > footer);
  const damaged = counts.map((at) => {
    const copy = Buffer.from(whole);
    copy[at] = 0x81;
    return ['a.parquet', copy] as const;
  });
  const files = await reader.read([...damaged, ['b.parquet', whole]]);
  for (const file of files) expect(total(file)).toBe(file.refused ? 1 : ROWS);
  expect(files.filter(({ refused }) => refused).length).toBeGreaterThanOrEqual(2);
  expect(files.at(-1)).toMatchObject({ measured: ROWS });
});

test('a column whose name holds the byte 0 does not hold up the rows', async () => {
  const whole = await written(`SELECT ${columns}, 1 AS "z~" FROM range(20) t(i)`);
  const copy = Buffer.from(whole);
  for (const at of positions(whole, Buffer.from('z~'))) copy[at] = 0;
  const late = await written(
    `SELECT ${columns.replace("'2026-03-02'", "'2999-01-01'")}, 1 AS "z~" FROM range(3) t(i)`,
  );
  for (const at of positions(late, Buffer.from('z~'))) late[at] = 0;
  expect(
    await reader.read([
      ['a.parquet', copy],
      ['b.parquet', late],
    ]),
  ).toMatchObject([{ measured: 20 }, { measured: 0, rejected: { 'timestamp in the future': 3 } }]);
});

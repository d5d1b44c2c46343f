import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { written } from './dropped.ts';
import { holdsFor } from './fuzzed.ts';
import { edit, edits, replacements } from './odd-text.ts';
import { openReader, type Reader } from './read-files.ts';

const ROWS = 5000;
const QUERY = `SELECT concat('p', i) AS id, '2026-03-02' AS at, 1 AS pred, 0.7 AS score, i AS n, 'a' AS c FROM range(${ROWS}) t(i)`;

let reader: Reader;
beforeAll(async () => {
  reader = await openReader(300);
});
afterAll(() => reader.close());

describe.each(['snappy', 'zstd', 'uncompressed'])('Parquet files, %s', async (compression) => {
  const whole = await written(
    QUERY,
    `FORMAT parquet, ROW_GROUP_SIZE 2048, COMPRESSION ${compression}`,
  );
  const footer = whole.length - 8 - whole.readUInt32LE(whole.length - 8);

  test.each([
    ['footer', footer, whole.length],
    ['pages', 4, footer],
    ['length of the footer', whole.length - 8, whole.length],
  ])('with changed bytes in the %s', (_, from, to) =>
    holdsFor(
      () => reader,
      fc.oneof(replacements, edits).map((changes) => ({
        file: [
          'a.parquet',
          Buffer.concat([
            whole.subarray(0, from),
            edit(whole.subarray(from, to), changes),
            whole.subarray(to),
          ]),
        ],
        records: ROWS,
      })),
    ),
  );
});

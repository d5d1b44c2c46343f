import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { layoutOf } from '../../lib/read/json-layout.ts';
import { csv, HEADER, json, text } from './dropped.ts';
import { type Fuzzed, holdsFor } from './fuzzed.ts';
import {
  anyLine,
  edit,
  edits,
  linesWithSomething,
  oddField,
  oddObject,
  quotedField,
} from './odd-text.ts';
import { openReader, type Reader } from './read-files.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await openReader(300);
});
afterAll(() => reader.close());

const holds = (one: fc.Arbitrary<Fuzzed>) => holdsFor(() => reader, one);

const lines = fc.array(anyLine, { minLength: 1, maxLength: 12 });
const ofLines = (bytes: string | Uint8Array): Fuzzed => ({
  file: ['a.jsonl', bytes],
  records: linesWithSomething(bytes),
});

describe('whatever is in a file, each of its records is measured or rejected', () => {
  test('JSON lines with odd values', () =>
    holds(
      fc
        .tuple(lines, fc.constantFrom('\n', '\r\n'))
        .map(([lines, end]) => ofLines(`${json(0)}\n${lines.join(end)}`)),
    ));

  test('JSON lines with changed bytes', () =>
    holds(
      fc
        .tuple(lines, edits)
        // The first line tells whether there are lines: it stays as it is.
        .map(([lines, changes]) =>
          ofLines(
            Buffer.concat([
              Buffer.from(`${json(0)}\n`),
              edit(Buffer.from(lines.join('\n')), changes),
            ]),
          ),
        ),
    ));

  test('objects without line ends', () =>
    holds(
      fc
        .tuple(
          fc.array(oddObject, { minLength: 1, maxLength: 12 }),
          fc.constantFrom('', ' ', '\r', ','),
        )
        .map(([objects, between]) => ({
          file: ['a.json', [json(0), ...objects].join(between)],
          records: objects.length + 1,
        })),
    ));

  const rows = (field: fc.Arbitrary<string>) =>
    fc.array(fc.tuple(fc.nat(50), fc.constantFrom('id', 'at', 'pred', 'score', 'n', 'c'), field), {
      minLength: 1,
      maxLength: 12,
    });
  const withHeader = (rows: readonly (readonly [number, string, string])[]) =>
    text(HEADER, ...rows.map(([id, name, value]) => csv(id, { [name]: value })), csv(0));

  test('CSV with values in quotes', () =>
    holds(
      rows(quotedField).map((rows) => ({
        file: ['a.csv', withHeader(rows)],
        records: rows.length + 1,
      })),
    ));

  test('CSV with odd values', () =>
    holds(
      rows(oddField).map((rows) => {
        const file = ['a.csv', withHeader(rows)] as const;
        const plain = rows.every(
          ([, , value]) => !/[",\r\n]/.test(value) && !value.includes('\x01'),
        );
        return plain ? { file, records: rows.length + 1 } : { file };
      }),
    ));

  test('CSV with changed bytes', () =>
    holds(
      edits.map((changes) => {
        const body = text(
          ...Array.from({ length: 40 }, (_, i) => csv(i, i % 7 ? {} : { c: '"a ""b"", c"' })),
        );
        return {
          file: [
            'a.csv',
            Buffer.concat([Buffer.from(`${HEADER}\n`), edit(Buffer.from(body), changes)]),
          ],
        };
      }),
    ));

  test('any bytes at all, by any name', () =>
    holds(
      fc
        .tuple(
          fc.uint8Array({ maxLength: 300 }),
          fc.constantFrom('a.jsonl', 'a.csv', 'a.parquet', 'a.json.gz', 'a.csv.gz', 'a.jsonl.zst'),
        )
        .map(([bytes, name]) =>
          name === 'a.jsonl' && layoutOf(Buffer.from(bytes)) === 'lines'
            ? ofLines(bytes)
            : { file: [name, bytes] },
        ),
    ));
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { csv, HEADER, json, text } from './dropped.ts';
import { type DroppedFile, openReader, type Reader } from './read-files.ts';

let reader: Reader;
beforeAll(async () => {
  reader = await openReader(300);
});
afterAll(() => reader.close());

const BINARY = { 'not a text file in UTF-8': 1 };
const UNREADABLE = 'unreadable timestamp';
const swapped = (content: string) => Buffer.from(content, 'utf16le').swap16();
const named = (id: number, names: string) => `{${names},${json(id).slice(1)}`;
const lines = text(json(1), json(2));
const table = text(HEADER, csv(1), csv(2));

/** Files with the rows that are measured and what is rejected of them. */
const FILES: Readonly<Record<string, readonly [DroppedFile, number, Record<string, number>?]>> = {
  'ids that come again': [['a.jsonl', text(json(1), json(1), json(1))], 3],
  'ids that come again in CSV': [['a.csv', text(HEADER, csv(1), csv(1))], 2],
  'keys that differ in their case alone': [
    ['a.jsonl', text(named(1, '"ID":5,"AT":"soon","N":"x"'), named(2, '"iD":{},"C":[]'))],
    2,
  ],
  'keys that come twice': [['a.jsonl', text(named(1, '"n":1,"c":"b"'), named(2, '"id":"q"'))], 2],
  'columns that differ in their case alone': [
    ['a.csv', text(`${HEADER},ID,N`, `${csv(1)},x,y`, `${csv(2)},,`)],
    2,
  ],
  'columns that come twice': [['a.csv', text(`${HEADER},id,n`, `${csv(1)},x,y`)], 1],
  'lines that end in carriage returns alone': [['a.jsonl', lines.replaceAll('\n', '\r')], 2],
  'CSV rows that end in carriage returns alone': [['a.csv', table.replaceAll('\n', '\r')], 2],
  'line ends of all three kinds': [
    ['a.csv', `${HEADER}\n${csv(1)}\r\n${csv(2)}\n${csv(3)}\r\n`],
    3,
  ],
  'a byte-order mark': [['a.jsonl', `\uFEFF${lines}`], 2],
  'a byte-order mark in CSV': [['a.csv', `\uFEFF${table}`], 2],
  'a byte-order mark before objects without line ends': [
    ['a.json', `\uFEFF${json(1)}${json(2)}`],
    2,
  ],
  'a line that is the byte 1 alone': [
    ['a.jsonl', text(json(1), '\x01', json(2))],
    2,
    { 'not a JSON object': 1 },
  ],
  'UTF-16': [['a.jsonl', Buffer.from(`\uFEFF${lines}`, 'utf16le')], 0, BINARY],
  'UTF-16, the other way round': [['a.jsonl', swapped(`\uFEFF${lines}`)], 0, BINARY],
  'UTF-16 in CSV': [['a.csv', Buffer.from(`\uFEFF${table}`, 'utf16le')], 0, BINARY],
  'nested objects where numbers belong': [
    ['a.jsonl', text(json(1, { n: { a: 1 }, score: [1] }), json(2, { at: { s: 1 } }))],
    1,
    { [UNREADABLE]: 1 },
  ],
};

const expected = Object.fromEntries(
  Object.entries(FILES).map(([name, [, measured, rejected = {}]]) => [
    name,
    { measured, rejected },
  ]),
);

async function readAll(files: readonly DroppedFile[]) {
  const read = await reader.read(files);
  return Object.fromEntries(
    Object.keys(FILES).map((name, i) => {
      const { measured = 0, rejected = {} } = read[i] ?? {};
      return [name, { measured, rejected }];
    }),
  );
}

test('every file has its rows', async () => {
  expect(await readAll(Object.values(FILES).map(([file]) => file))).toEqual(expected);
});

test('and has them beside one whose lines must be looked at one by one', async () => {
  const files = Object.values(FILES).map(([file]) => file);
  expect(await readAll([...files, ['b.jsonl', text(json(1), 'oops')]])).toEqual(expected);
});

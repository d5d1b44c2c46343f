import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Engine, Ports } from '../../lib/pipeline/ports.ts';
import {
  csv,
  type Drop,
  drop,
  HEADER,
  json,
  type Outcome,
  text,
  written,
} from '../read/dropped.ts';

interface Case extends Drop {
  /** Records of the input; an object that is rejected whole counts as one. */
  readonly input: number;
  /** What is not measured, by reason. */
  readonly rejected?: Readonly<Record<string, number>>;
  /** [file, line, text] of what is kept because it was not measured; text may be left out. */
  readonly kept?: readonly (readonly [string, number | null, (string | null)?])[];
  /** [file, line] of rows that were measured without a value of the wrong type. */
  readonly invalid?: readonly (readonly [string, number])[];
  /** Rows by window where it is not all on 2 March. */
  readonly windows?: Readonly<Record<string, number>>;
  readonly labelled?: number;
}

const LABELS = { labels: { from: 's3', label: 'y' }, columns: { label: 'y' } };
const TIMES = { window: '1h' };
const UNREADABLE = 'unreadable timestamp';
const NO_OBJECT = 'not a JSON object';
const BINARY = 'not a text file in UTF-8';
const UNKNOWN =
  'unknown format: name it .jsonl, .csv or .parquet, plain, .gz or .zst, or state `format`';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const ROWS = `SELECT concat('p', i) AS id, TIMESTAMP '2026-03-02 10:00:00' AS at, 1 AS pred, 0.7 AS score, i AS n, 'a' AS c`;
const latin1 = (body: string) => Buffer.from(body, 'latin1');
const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2);
const filled = (bytes: Buffer, byte: number, from: number, to: number) =>
  Buffer.from(bytes).fill(byte, from, to);
const footer = (bytes: Buffer, length: number) => {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(length, copy.length - 8);
  return copy;
};
const many = Array.from({ length: 2000 }, (_, i) => i);

const parquet = await written(`${ROWS}, hash(i) AS h FROM range(2000) t(i)`);
const zstdJson = await written(`${ROWS} FROM range(2000) t(i)`, 'FORMAT json, COMPRESSION zstd');
const zstdCsv = await written(`${ROWS} FROM range(2000) t(i)`, 'FORMAT csv, COMPRESSION zstd');

/** The same instant, and one that only its offset moves; each must land in the right hour. */
const INSTANTS: Readonly<Record<string, string>> = {
  '2026-03-02T01:30:00Z': '01',
  '2026-03-02T01:30:00+02:00': '23',
  '2026-03-02T01:30:00-0500': '06',
  '2026-03-02T01:30:00+02': '23',
  '2026-3-2 1:30:0+02': '23',
  '2026-03-02T01:30:00.123456+02:00': '23',
  '2026-03-02T01:30:00': '01',
  '2026-03-02 01:30:00': '01',
  '2026-03-02 01:30:00.5': '01',
  ' 2026-03-02T01:30:00Z ': '01',
  '2026-03-02T01:30Z': '01',
  '2026-03-02T01:30+02:00': '23',
  '2026-03-02 01:30': '01',
  '2026-03-02T01:30:00z': '01',
  '2026-03-02': '00',
  '1772415000': '01',
  '1772415000.5': '01',
  '1772415000000': '01',
  '1772415000000000': '01',
  '1772415000000000000': '01',
};
const HOURS: Record<string, number> = {};
for (const hour of Object.values(INSTANTS)) {
  const window = `2026-03-0${hour === '23' ? 1 : 2}T${hour}:00:00Z`;
  HOURS[window] = (HOURS[window] ?? 0) + 1;
}
const TYPED = [
  `TIMESTAMP '2026-03-02 01:30:00'`,
  `'2026-03-02 01:30:00'::TIMESTAMP_S`,
  `'2026-03-02 01:30:00'::TIMESTAMP_MS`,
  `'2026-03-02 01:30:00'::TIMESTAMP_NS`,
  `'2026-03-02 03:30:00+02:00'::TIMESTAMPTZ`,
  '1772415000',
  '1772415000000',
  '1772415000000000::UBIGINT',
  '1772415000.5::DOUBLE',
  '1772415000.5::DECIMAL(18, 3)',
  `'2026-03-02T03:30:00+02:00'`,
];

const NAMES = [
  'a b',
  'q"uote',
  "sq'l",
  'do.t',
  'com,ma',
  'ünï€ 😀',
  'x"; DROP TABLE loaded; --',
  'new\nline',
  'back\\slash',
  'sl/ash',
  'til~de',
  '%s',
  'text',
  'line',
  'reason',
  'filename',
  'rows',
  'row',
  'label',
  'record',
  'event_time',
  'window_start',
  'source',
  'c0',
  'w',
  'select',
  '*',
];
const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const oddCsv = (at: string, first: string) =>
  text(
    ['id', 'at', 'pred', 'score', ...NAMES.map(quote)].join(),
    ...many
      .slice(0, 20)
      .map((i) => [i === 7 ? first : `r${i}`, at, 1, 0.5, ...NAMES.map((_, k) => i + k)].join()),
  );
const oddJson = (others: object) =>
  JSON.stringify({
    id: 'p',
    at: '2026-03-02',
    pred: 1,
    score: 0.5,
    ...Object.fromEntries(NAMES.map((name, i) => [name, i])),
    ...others,
  });
const ODD = {
  monitor: { columns: { features: Object.fromEntries(NAMES.map((name) => [name, 'numeric'])) } },
  reference: { 'r.csv': oddCsv('2026-01-01', 'r7') },
};

const CASES: Readonly<Record<string, Case>> = {
  'JSON lines that do not parse or hold no object': {
    predictions: {
      'a.jsonl': text(
        json(1),
        '{"id": "p2", oops',
        json(3),
        'plain',
        '[1,2]',
        '42',
        'null',
        '"s"',
        json(9),
      ),
    },
    input: 9,
    rejected: { [NO_OBJECT]: 6 },
    kept: [
      ['a.jsonl', 2, '{"id": "p2", oops'],
      ['a.jsonl', 4, 'plain'],
      ['a.jsonl', 5, '[1,2]'],
      ['a.jsonl', 6, '42'],
      ['a.jsonl', 7, 'null'],
      ['a.jsonl', 8, '"s"'],
    ],
  },
  'a JSON array of records': {
    predictions: { 'a.json': `[${json(1)},${json(2)}]`, 'b.json': json(3) },
    input: 3,
  },
  'blank lines': {
    predictions: {
      'a.jsonl': text('', json(1), '', '   ', json(2), ''),
      'b.csv': text(HEADER, '', csv(3), '', '', csv(4), ''),
    },
    input: 4,
  },
  'CRLF, with and without what must be set aside': {
    predictions: {
      'a.jsonl': text(json(1), json(2)).replaceAll('\n', '\r\n'),
      'b.jsonl': text(json(3), 'oops', '', json(4)).replaceAll('\n', '\r\n'),
      'c.csv': text(HEADER, csv(5), 'x,y', csv(6, { at: 'never' })).replaceAll('\n', '\r\n'),
    },
    input: 8,
    rejected: { [NO_OBJECT]: 1, 'not csv: missing columns': 1, [UNREADABLE]: 1 },
    kept: [
      ['b.jsonl', 2, 'oops'],
      ['c.csv', 3, 'x,y'],
      ['c.csv', 4, csv(6, { at: 'never' })],
    ],
  },
  'a byte-order mark': {
    predictions: {
      'a.jsonl': `\uFEFF${text(json(1), json(2), 'oops')}`,
      'b.csv': `\uFEFF${text(HEADER, csv(3))}`,
    },
    input: 4,
    rejected: { [NO_OBJECT]: 1 },
    kept: [['a.jsonl', 3, 'oops']],
  },
  'JSON rows without id or a time that can be': {
    predictions: {
      'a.jsonl': text(
        json(1, { id: undefined }),
        json(2, { id: '' }),
        json(3, { id: null }),
        json(4, { at: undefined }),
        json(5, { at: '' }),
        json(6, { at: null }),
        json(7, { at: 'yesterday' }),
        json(8, { at: 'infinity' }),
        json(9, { at: 1e30 }),
        json(10, { at: 20260302 }),
        json(11, { at: { s: 1 } }),
        json(12, { at: true }),
        json(13, { at: '2030-01-01T00:00:00Z' }),
        json(14, { at: '292277-01-01' }),
        json(15, { at: '1950-01-01' }),
        json(16, { at: -5 }),
        json(17, { id: null, at: '2999-01-01' }),
        json(18),
      ),
    },
    input: 18,
    rejected: {
      'missing id': 3,
      'missing timestamp': 3,
      [UNREADABLE]: 6,
      'timestamp in the future': 3,
      'timestamp before 1970': 2,
    },
    kept: many.slice(1, 18).map((line) => ['a.jsonl', line] as const),
  },
  'CSV rows without id or time, with too few and too many fields': {
    predictions: {
      'a.csv': text(
        HEADER,
        csv(1),
        csv(2, { id: '' }),
        csv(3, { at: '' }),
        csv(4, { at: 'soon' }),
        csv(5, { c: '"a, ""b"""' }),
        '',
        'p6,2026-03-02T10:00:00Z,1',
        `${csv(7)},extra`,
        csv(8),
      ),
    },
    input: 8,
    rejected: {
      'missing id': 1,
      'missing timestamp': 1,
      [UNREADABLE]: 1,
      'not csv: missing columns': 1,
      'not csv: too many columns': 1,
    },
    kept: [
      ['a.csv', 3, csv(2, { id: '' })],
      ['a.csv', 4, csv(3, { at: '' })],
      ['a.csv', 5, csv(4, { at: 'soon' })],
      ['a.csv', 8, 'p6,2026-03-02T10:00:00Z,1'],
      ['a.csv', 9, `${csv(7)},extra`],
    ],
  },
  'values of several lines, which move what follows them': {
    predictions: {
      'a.csv': text(
        HEADER,
        '',
        csv(1, { c: '"x\n\ny"' }),
        '',
        csv(2, { id: '', c: '"x\ny"' }),
        'bad',
        csv(3, { at: 'never' }),
      ),
    },
    input: 4,
    rejected: { 'missing id': 1, 'not csv: missing columns': 1, [UNREADABLE]: 1 },
    kept: [
      ['a.csv', 7, csv(2, { id: '', c: '"x\ny"' })],
      ['a.csv', 9, 'bad'],
      ['a.csv', 10, csv(3, { at: 'never' })],
    ],
  },
  'a quote within a value that has none around it': {
    predictions: {
      'a.csv': text(HEADER, csv(1, { c: '5" pipe' }), csv(2, { at: 'never' }), csv(3)),
    },
    input: 3,
    rejected: { [UNREADABLE]: 1 },
    kept: [['a.csv', null, '{"id":"p2","at":"never","pred":"1","score":"0.7","n":"2","c":"a"}']],
  },
  'quotes that never close': {
    predictions: {
      'a.csv': text(
        HEADER,
        ...many.map((i) => (i === 100 || i === 500 ? `"${csv(i)}` : i === 900 ? 'x' : csv(i))),
      ),
      'b.csv': text(HEADER, csv(1), csv(2, { c: '"a"b' }), csv(3)),
    },
    input: 2003,
    rejected: {
      'not csv: quote never closed': 2,
      'not csv: missing columns': 1,
      'not csv: unquoted value': 1,
    },
    kept: [
      ['a.csv', 102, `"${csv(100)}`],
      ['a.csv', 502, `"${csv(500)}`],
      ['a.csv', 902, 'x'],
      ['b.csv', 3, csv(2, { c: '"a"b' })],
    ],
  },
  'text that is not UTF-8': {
    predictions: {
      'a.jsonl': latin1(
        text(json(1), json(2, { c: 'é' }), 'oops', json(4, { c: 'è' }), json(5), 'no'),
      ),
      'b.csv': latin1(
        text(
          HEADER,
          csv(1),
          csv(2, { c: 'é' }),
          csv(3, { at: 'never' }),
          `"${csv(4)}`,
          csv(5, { id: '' }),
        ),
      ),
      'c.jsonl': Buffer.from(text(json(1)), 'utf16le'),
      'd.csv': Buffer.from(`\uFEFF${text(HEADER, csv(1))}`, 'utf16le'),
    },
    input: 13,
    rejected: {
      'not jsonl: invalid encoding': 2,
      'not csv: invalid encoding': 1,
      'not csv: quote never closed': 1,
      [NO_OBJECT]: 2,
      [UNREADABLE]: 1,
      'missing id': 1,
      [BINARY]: 2,
    },
    kept: [
      ['a.jsonl', 2],
      ['a.jsonl', 3, 'oops'],
      ['a.jsonl', 4],
      ['a.jsonl', 6, 'no'],
      ['b.csv', 3],
      ['b.csv', 4, csv(3, { at: 'never' })],
      ['b.csv', 5, `"${csv(4)}`],
      ['b.csv', 6, csv(5, { id: '' })],
      ['c.jsonl', null],
      ['d.csv', null],
    ],
  },
  'numbers that are none, in JSON': {
    predictions: {
      'a.jsonl': text(
        json(1, { n: 'abc' }),
        json(2, { n: { a: 1 } }),
        json(3, { n: [1] }),
        json(4, { n: 5 }).replace('5', '1e999'),
        json(5, { n: 5 }).replace('"n":5', '"n":-Infinity'),
        json(6, { n: '12.5' }),
        json(7, { n: true }),
        json(8, { n: '' }),
        json(9, { n: 5 }).replace('"n":5', '"n":NaN'),
        json(10, { n: 5 }).replace('"n":5', '"n":-0'),
        json(11),
        json(12, { id: null, n: 'abc' }),
      ),
    },
    input: 12,
    rejected: { 'missing id': 1 },
    kept: [['a.jsonl', 12]],
    invalid: [
      ['a.jsonl', 1],
      ['a.jsonl', 2],
      ['a.jsonl', 3],
      ['a.jsonl', 4],
      ['a.jsonl', 5],
    ],
  },
  'numbers that are none, in CSV': {
    predictions: {
      'a.csv': text(
        HEADER,
        ...['abc', '1e999', '-inf', '"1,5"', '12', 'NaN', '', '-0', 'N/A'].map((n, i) =>
          csv(i, { n }),
        ),
      ),
    },
    input: 9,
    invalid: [
      ['a.csv', 2],
      ['a.csv', 3],
      ['a.csv', 4],
      ['a.csv', 5],
    ],
  },
  'a Parquet file with text, lists or dates where numbers belong': {
    predictions: {
      'a.parquet': await written(
        `${ROWS.replace('i AS n', `concat('t', i) AS n`)} FROM range(3) t(i)`,
      ),
      'b.parquet': await written(`${ROWS.replace('i AS n', '[i] AS n')} FROM range(1) t(i)`),
      'c.parquet': await written(
        `${ROWS.replace('i AS n', `DATE '2026-01-01' AS n`)} FROM range(1) t(i)`,
      ),
      'd.parquet': await written(`${ROWS.replace('i AS n', `'12' AS n`)} FROM range(1) t(i)`),
    },
    input: 6,
    invalid: [
      ['a.parquet', 1],
      ['a.parquet', 2],
      ['a.parquet', 3],
      ['b.parquet', 1],
      ['c.parquet', 1],
    ],
  },
  'a Parquet file whose time is none': {
    predictions: {
      'a.parquet': await written(
        `${ROWS.replace(/TIMESTAMP '[^']*'/, `TIME '10:00:00'`)} FROM range(2) t(i)`,
      ),
      'b.parquet': await written(
        `${ROWS.replace(/TIMESTAMP '[^']*'/, '[1, 2]')} FROM range(1) t(i)`,
      ),
      'c.parquet': await written(
        `${ROWS.replace(/TIMESTAMP '[^']*'/, `DATE '5000000-01-01'`)} FROM range(1) t(i)`,
      ),
      'd.parquet': await written(`${ROWS.replace(/TIMESTAMP '[^']*'/, 'NULL')} FROM range(1) t(i)`),
    },
    input: 5,
    rejected: { [UNREADABLE]: 4, 'missing timestamp': 1 },
    kept: [
      ['a.parquet', 1],
      ['a.parquet', 2],
      ['b.parquet', 1],
      ['c.parquet', 1],
      ['d.parquet', 1],
    ],
  },
  'every way to write a time, as text of JSON': {
    predictions: { 'a.jsonl': text(...Object.keys(INSTANTS).map((at, i) => json(i, { at }))) },
    monitor: TIMES,
    input: Object.keys(INSTANTS).length,
    windows: HOURS,
  },
  'every way to write a time, in CSV': {
    predictions: { 'a.csv': text(HEADER, ...Object.keys(INSTANTS).map((at, i) => csv(i, { at }))) },
    monitor: TIMES,
    input: Object.keys(INSTANTS).length,
    windows: HOURS,
  },
  'times as numbers of JSON': {
    predictions: {
      'a.jsonl': text(
        ...[1772415000, 1772415000.5, 1772415000000, 1772415000000000].map((at, i) =>
          json(i, { at }),
        ),
      ),
    },
    monitor: TIMES,
    input: 4,
    windows: { '2026-03-02T01:00:00Z': 4 },
  },
  'times as Parquet holds them': {
    predictions: Object.fromEntries(
      await Promise.all(
        TYPED.map(async (at, i) => [
          `${i}.parquet`,
          await written(`${ROWS.replace(/TIMESTAMP '[^']*'/, at)} FROM range(1) t(i)`),
        ]),
      ),
    ),
    monitor: TIMES,
    input: TYPED.length,
    windows: { '2026-03-02T01:00:00Z': TYPED.length },
  },
  'a truncated gzip, and what is none': {
    predictions: {
      'a.jsonl.gz': half(gzipSync(text(...many.map((i) => json(i))))),
      'b.csv.gz': half(gzipSync(text(HEADER, ...many.map((i) => csv(i))))),
      'c.jsonl.gz': text(json(1)),
      'd.jsonl': gzipSync(text(json(1))),
      'e.jsonl': text(json(1)),
      'f.csv.gz': gzipSync(text(HEADER, csv(2), 'x')),
    },
    input: 7,
    rejected: { 'damaged or truncated gzip': 3, [BINARY]: 1, 'not csv: missing columns': 1 },
    kept: [
      ['a.jsonl.gz', null, 'unexpected end of file'],
      ['b.csv.gz', null, 'unexpected end of file'],
      ['c.jsonl.gz', null, 'incorrect header check'],
      ['d.jsonl', null, null],
      ['f.csv.gz', 3, 'x'],
    ],
  },
  'a truncated or damaged zstd': {
    predictions: {
      'a.jsonl.zst': half(zstdJson),
      'b.csv.zst': zstdCsv.subarray(0, -5),
      'c.jsonl.zst': filled(zstdJson, 7, 200, 300),
      'd.jsonl.zst': text(json(1)),
      'e.jsonl.zst': zstdJson,
      'f.csv.zst': zstdCsv,
    },
    input: 4004,
    rejected: { 'damaged or truncated zstd': 4 },
    kept: [
      ['a.jsonl.zst', null],
      ['b.csv.zst', null],
      ['c.jsonl.zst', null],
      ['d.jsonl.zst', null],
    ],
  },
  'a Parquet file that is cut, lies or is corrupt': {
    predictions: {
      'a.parquet': half(parquet),
      'b.parquet': footer(parquet, 0x7fffffff),
      'c.parquet': footer(parquet, 12),
      'd.parquet': Buffer.from('PAR1PAR1'),
      'e.parquet': filled(parquet, 0xff, 4, 2000),
      'f.parquet': filled(parquet, 0, 100, 4000),
      'g.parquet': parquet,
    },
    input: 2006,
    rejected: { 'not a readable Parquet file': 4, 'not readable as parquet': 2 },
    kept: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`${name}.parquet`, null] as const),
  },
  'an empty object, and one without rows': {
    predictions: {
      'a.jsonl': '',
      'b.csv': '',
      'c.parquet': '',
      'd.jsonl.gz': gzipSync(''),
      'e.csv.gz': gzipSync(''),
      'f.csv': text(HEADER),
      'g.csv': HEADER,
      'h.jsonl': '\n\n',
      'i.csv': '\n',
      'j.jsonl': text(json(1)),
    },
    input: 7,
    rejected: { 'empty object': 5, 'not a CSV file: its first line is no header': 1 },
    kept: [
      ['a.jsonl', null],
      ['b.csv', null],
      ['c.parquet', null],
      ['d.jsonl.gz', null],
      ['e.csv.gz', null],
      ['i.csv', null],
    ],
  },
  'files of another format than their names say': {
    predictions: {
      'a.jsonl': PNG,
      'b.csv': PNG,
      'c.parquet': PNG,
      'd.parquet': text(HEADER, csv(1)),
      'e.csv': text(json(1)),
      'f.jsonl': text(HEADER, csv(1)),
      'g.txt': 'hello',
      h: 'hello',
      'i.jsonl': text(json(1)),
      'j.JSONL': text(json(2)),
    },
    input: 11,
    rejected: {
      [BINARY]: 2,
      'not a readable Parquet file': 2,
      'not a CSV file: its first line is no header': 1,
      [NO_OBJECT]: 2,
      [UNKNOWN]: 2,
    },
    kept: [
      ['a.jsonl', null],
      ['b.csv', null],
      ['c.parquet', null],
      ['d.parquet', null],
      ['e.csv', null],
      ['f.jsonl', 1, HEADER],
      ['f.jsonl', 2, csv(1)],
      ['g.txt', null],
      ['h', null],
    ],
  },
  'another delimiter': {
    monitor: { predictions: { from: 's3', delimiter: ';' } },
    reference: { 'r.csv': text(HEADER, csv(1), csv(2)).replaceAll(',', ';') },
    predictions: {
      'a.csv': text(HEADER, csv(1), csv(2)).replaceAll(',', ';'),
      'b.jsonl': text(json(3)),
      'c.csv': text(HEADER, csv(4)),
    },
    input: 4,
    rejected: { 'missing timestamp': 1 },
    kept: [['c.csv', 2, csv(4)]],
  },
  'column names that are no words': {
    ...ODD,
    predictions: {
      'a.csv': oddCsv('2026-03-02', ''),
      'b.jsonl': text(oddJson({}), oddJson({})),
      'c.jsonl': text(
        oddJson({ 'q"uote': 'abc', 'x"; DROP TABLE loaded; --': {}, text: 'x' }),
        'oops',
      ),
      'd.parquet': await written(
        `SELECT 'p' AS id, DATE '2026-03-02' AS at, 1 AS pred, 0.5 AS score, ${NAMES.map((name, i) => `${i} AS ${quote(name)}`).join()}`,
      ),
    },
    input: 25,
    rejected: { 'missing id': 1, [NO_OBJECT]: 1 },
    kept: [
      ['a.csv', 10],
      ['c.jsonl', 2],
    ],
    invalid: [['c.jsonl', 1]],
  },
  'roles whose columns are called as other things are': {
    monitor: {
      columns: {
        id: 'text',
        timestamp: 'line',
        prediction: 'reason',
        score: 'label',
        label: 'score',
        variant: 'id',
        latency_ms: 'rows',
        error: 'failed',
        segments: ['event_time', 'filename'],
        features: { predicted: 'categorical', s0: 'numeric' },
      },
    },
    reference: {
      'r.jsonl': text(
        ...many.slice(0, 20).map((i) =>
          JSON.stringify({
            reason: 1,
            label: 0.5,
            score: 1,
            predicted: 'a',
            s0: i,
            filename: 'f',
            event_time: 'e',
          }),
        ),
      ),
    },
    predictions: {
      'a.jsonl': text(
        JSON.stringify({
          text: 'p1',
          line: '2026-03-02',
          reason: 1,
          label: 0.5,
          score: 1,
          id: 'v1',
          event_time: 'e',
          filename: 'f',
          predicted: "x'; DROP TABLE loaded; --",
          s0: 4,
        }),
      ),
      'b.csv': text(
        'text,line,reason,label,score,predicted',
        'p2,2026-03-02,1,0.5,1,"a""b"',
        ',2026-03-02,1,0.5,1,x',
      ),
    },
    input: 3,
    rejected: { 'missing id': 1 },
    kept: [['b.csv', 3, ',2026-03-02,1,0.5,1,x']],
    labelled: 2,
  },
  'names of objects that mean something to somebody': {
    predictions: {
      'a%20b+c d.jsonl': text(json(1)),
      '😀 ü.csv': text(HEADER, csv(2)),
      "o'quote.jsonl": text(json(3)),
      'brackets[1].jsonl': text(json(4)),
      'brackets1.jsonl': text(json(5)),
      'star*.jsonl': text(json(6)),
      'star1.jsonl': text(json(7)),
      'q?.csv': text(HEADER, csv(8)),
      'id=5/at=6/c=7/x.csv': text(HEADER, csv(9)),
      'id=5/at=6/c=7/y.jsonl': text(json(10)),
      'id=5/at=6/n=x/z.parquet': await written(`${ROWS} FROM range(2) t(i)`),
      '{a,b}.jsonl': text(json(11)),
      'v1.2.csv': text(HEADER, csv(12)),
      '#"; --.csv': text(HEADER, csv(13), 'x'),
      'new\nline.jsonl': text(json(14)),
      'back\\slash\t.csv': text(HEADER, csv(15)),
      ' leading and trailing .jsonl': text(json(16)),
      '%0A%2F%00&=@:,;$?.csv': text(HEADER, csv(17)),
      '👩🏽‍🔬/new\n+%20 line/x.parquet': await written(`${ROWS} FROM range(1) t(i)`),
    },
    input: 21,
    rejected: { 'not csv: missing columns': 1 },
    kept: [['#"; --.csv', 3, 'x']],
  },
  'columns that are missing, and others that nobody asked for': {
    predictions: {
      'a.jsonl': text(json(1, { n: undefined, extra: 5 }), '{}', '{"foo": 1}'),
      'b.csv': text('extra,id,at', '5,p2,2026-03-02'),
      'c.parquet': await written(
        `SELECT 'p' AS id, DATE '2026-03-02' AS at, 7 AS "__index_level_0__"`,
      ),
      'd.csv': text('foo,bar', '1,2'),
    },
    input: 6,
    rejected: { 'missing timestamp': 3 },
    kept: [
      ['a.jsonl', 2, '{}'],
      ['a.jsonl', 3, '{"foo": 1}'],
      ['d.csv', 2, '1,2'],
    ],
  },
  'a CSV file of one column, where a blank line is a row': {
    monitor: { columns: { id: undefined, prediction: undefined, score: undefined, features: {} } },
    predictions: { 'a.csv': text('at', '2026-03-02', '', 'soon') },
    input: 3,
    rejected: { 'missing timestamp': 1, [UNREADABLE]: 1 },
    kept: [
      ['a.csv', 3, ''],
      ['a.csv', 4, 'soon'],
    ],
  },
  'more files than a shard holds': {
    predictions: Object.fromEntries(
      many.slice(0, 101).map((i) => [`${i}.jsonl`, text(json(i), i % 50 === 0 ? 'oops' : json(i))]),
    ),
    input: 202,
    rejected: { [NO_OBJECT]: 3 },
    kept: [
      ['0.jsonl', 2, 'oops'],
      ['100.jsonl', 2, 'oops'],
      ['50.jsonl', 2, 'oops'],
    ],
  },
  'an id that comes twice': {
    predictions: { 'a.jsonl': text(json(1), json(1)), 'b.csv': text(HEADER, csv(1)) },
    input: 3,
  },
  'ids and labels in other spellings, for unknown ids, twice': {
    monitor: LABELS,
    predictions: {
      'a.jsonl': text(
        json(1, { id: 1 }),
        json(2, { id: 2 }).replace('"id":2', '"id":2.0'),
        json(3, { id: '3' }),
        json(4, { id: '4.0' }),
        json(5, { id: '05' }),
        json(6),
      ),
    },
    labels: {
      'a.csv': text(
        'id,y',
        '1.0,1',
        '2,0',
        '3.0,True',
        '4,FALSE',
        '05,true',
        '5,0',
        'unknown,1',
        '1,0',
      ),
    },
    input: 14,
    labelled: 5,
  },
  'labels that are bad': {
    monitor: LABELS,
    predictions: { 'a.jsonl': text(json(1), json(3)) },
    labels: {
      'a.csv': text('id,y', 'p1,1', ',1', 'p3,'),
      'b.jsonl': text('oops', '{"id":"p3","y":true}', '[1]'),
      'c.csv': '',
      'd.csv.gz': half(gzipSync(text('id,y', 'p1,1'))),
      'e.parquet': 'no',
    },
    input: 11,
    rejected: {
      'missing id': 1,
      'missing or unreadable label': 1,
      [NO_OBJECT]: 2,
      'empty object': 1,
      'damaged or truncated gzip': 1,
      'not a readable Parquet file': 1,
    },
    kept: [
      ['a.csv', 3, ',1'],
      ['a.csv', 4, 'p3,'],
      ['b.jsonl', 1, 'oops'],
      ['b.jsonl', 3, '[1]'],
      ['c.csv', null],
      ['d.csv.gz', null],
      ['e.parquet', null],
    ],
    labelled: 2,
  },
  'records of SageMaker whose time is a placeholder': {
    monitor: { columns: { id: 'eventVersion', timestamp: 'eventMetadata' } },
    reference: { 'r.jsonl': text(json(1), json(2)) },
    predictions: {
      'capture.jsonl': readFileSync('../shared/golden/formats/sagemaker-python-sdk/capture.jsonl'),
    },
    input: 44,
    rejected: { [UNREADABLE]: 44 },
  },
};

describe('bad and odd input', () => {
  for (const [name, one] of Object.entries(CASES)) test(name, () => check(one));
});

async function check(one: Case): Promise<void> {
  const workspace = await drop(one);
  try {
    const first = await workspace.run();
    expect(first.summary.failed).toEqual([]);
    const { rejected = {}, kept, invalid = [], windows } = one;
    const shards = first.summary.shards;
    expect(add(shards.map((shard) => shard.rejected))).toEqual(rejected);
    expect(add(first.results.map((result) => result.rejections))).toEqual(rejected);
    const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
    expect(rows + total(rejected)).toBe(one.input);
    const counted = first.results.filter(({ rows }) => rows > 0);
    expect(Object.fromEntries(counted.map(({ window, rows }) => [window.start, rows]))).toEqual(
      windows ?? (counted.length > 0 ? { '2026-03-02T00:00:00Z': predictionRows(first) } : {}),
    );
    if (one.labelled !== undefined)
      expect(first.results.reduce((sum, { labelled }) => sum + labelled, 0)).toBe(one.labelled);
    const lost = first.kept.filter(({ measured }) => !measured);
    expect(lost).toHaveLength(total(rejected));
    if (kept) {
      expect(lost.map(({ source, line }) => [name(source), line])).toEqual(
        kept.map(([file, line]) => [file, line]),
      );
      for (const [i, [, , text]] of kept.entries())
        if (text !== undefined) expect(lost[i]?.text).toBe(text);
    }
    const measured = first.kept.filter(({ measured }) => measured);
    expect(measured.map(({ source, line }) => [name(source), line])).toEqual(invalid);
    const again = await workspace.run();
    expect(again.summary.shards).toEqual([]);
    expect({ ...again, summary: null }).toEqual({ ...first, summary: null });
  } finally {
    await workspace.remove();
  }
}

const name = (source: string) => source.replace(/^(predictions|labels)\/x\//, '');
const total = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
const predictionRows = ({ summary }: Outcome) =>
  summary.shards.reduce((sum, { kind, rows }) => sum + (kind === 'predictions' ? rows : 0), 0);

function add(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [key, count] of parts.flatMap(Object.entries<number>))
    sums[key] = (sums[key] ?? 0) + count;
  return sums;
}

describe('what no file is to blame for', () => {
  const files = {
    'a.jsonl': text(json(1)),
    'b.jsonl': text(json(2)),
    'c.csv': text(HEADER, csv(3), 'x'),
  };
  /** Ports whose engine dies of every statement that matches. */
  const dying = (pattern: RegExp, message: string) => (ports: Ports) => ({
    ...ports,
    openEngine: async (): Promise<Engine> => {
      const engine = await ports.openEngine();
      return {
        run: async (statement) => {
          if (pattern.test(statement.text)) throw new Error(message);
          await engine.run(statement);
        },
        rows: (query) => engine.rows(query),
        close: () => engine.close(),
      };
    },
  });

  test.each([
    'the process died',
    'Out of Memory Error: failed to allocate',
    'INTERNAL Error: oops',
  ])(
    'an object that three tries die of (%s) is set aside, and the others are measured',
    async (message) => {
      const workspace = await drop({ predictions: files });
      try {
        const last = await workspace.run(dying(/read_\w+\([^)]*\/b\.jsonl/, message));
        expect(last.summary.failed).toEqual([]);
        expect(last.summary.shards[0]?.tries).toBe(4);
        expect(last.summary.aside).toEqual([
          {
            key: 'predictions/x/b.jsonl',
            shard: last.summary.shards[0]?.id,
            reason: 'set aside: reading it failed 3 times',
          },
        ]);
        expect(last.results[0]).toMatchObject({
          rows: 2,
          rejections: { 'not csv: missing columns': 1, 'set aside: reading it failed 3 times': 1 },
        });
        expect(last.kept.map(({ source, line }) => [name(source), line])).toEqual([
          ['b.jsonl', null],
          ['c.csv', 3],
        ]);
        expect(last.messages.join()).toContain('rejected');
        expect(last.messages.join()).toContain('predictions/x/b.jsonl: set aside');
        const { summary } = await workspace.run(dying(/read_\w+\([^)]*\/b\.jsonl/, message));
        expect([summary.aside, summary.shards]).toEqual([[], []]);
      } finally {
        await workspace.remove();
      }
    },
  );

  test('a workspace that can not be written to is held against no object', async () => {
    const workspace = await drop({ predictions: files });
    try {
      for (let i = 0; i < 4; i++) {
        const down = async () => {
          throw new Error('the bucket is down');
        };
        const full = (ports: Ports): Ports => ({
          ...ports,
          workspace: Object.assign(Object.create(ports.workspace), { store: down }),
        });
        const { summary } = await workspace.run(full);
        expect(summary.failed).toHaveLength(1);
      }
      const last = await workspace.run();
      expect(last.results[0]).toMatchObject({
        rows: 3,
        rejections: { 'not csv: missing columns': 1 },
      });
    } finally {
      await workspace.remove();
    }
  });

  test('an object that is removed after it was claimed does not hold up the others', async () => {
    const workspace = await drop({ predictions: files });
    try {
      await workspace.run(dying(/loaded/, 'the process died'));
      await rm(join(workspace.root, 'predictions/x/b.jsonl'));
      const last = await workspace.run();
      expect(last.summary.failed).toEqual([]);
      expect(last.results[0]).toMatchObject({
        rows: 2,
        rejections: {
          'not csv: missing columns': 1,
          'the object was gone or replaced before it was read': 1,
        },
      });
    } finally {
      await workspace.remove();
    }
  });
});

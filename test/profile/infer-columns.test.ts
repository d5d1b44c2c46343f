import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Baseline } from '../../lib/profile/baseline.ts';
import { parseCompactJson } from '../../lib/profile/compact-json.ts';
import { drop, type Files, text, written } from '../read/dropped.ts';

const GOLDEN = '../shared/golden';
const NO_ROLES = { id: undefined, timestamp: 'at', prediction: undefined, score: undefined };

/** The features that `auto` finds in a data set, by type, and what it says of the other columns. */
async function infer(reference: Files, columns: object = {}) {
  const workspace = await drop({
    reference,
    monitor: { columns: { ...NO_ROLES, ...columns, features: 'auto' } },
  });
  try {
    await workspace.run();
    const body = await readFile(join(workspace.root, 'baselines/x/v1/profile.json'), 'utf8');
    const { frame, notes } = parseCompactJson(body) as Baseline;
    const named = (type: string) =>
      frame.columns.flatMap((column) =>
        column.role === 'feature' && column.type === type ? [column.name] : [],
      );
    return { numeric: named('numeric'), categorical: named('categorical'), notes };
  } finally {
    await workspace.remove();
  }
}

const IDENTIFIER = 'is left out: nearly every value is another one, as in an identifier';

test('real passengers, with missing values and texts that name each of them', async () => {
  const found = await infer(
    { 'r.csv.gz': readFileSync(`${GOLDEN}/data/titanic_reference.csv.gz`) },
    { id: 'PassengerId', label: 'Survived' },
  );
  expect(found.numeric).toEqual(['Pclass', 'Age', 'SibSp', 'Parch', 'Fare', 'body']);
  expect(found.categorical).toEqual(['Sex', 'Embarked', 'boat']);
  for (const name of ['Name', 'Ticket', 'Cabin', 'home.dest'])
    expect(found.notes).toContain(`column ${name} ${IDENTIFIER}`);
});

test('car loans as their makers wrote them in Parquet', async () => {
  const found = await infer(
    { 'r.parquet': readFileSync(`${GOLDEN}/parquet/reference_synthetic_car_loan.parquet`) },
    { timestamp: 'timestamp', prediction: 'y_pred', score: 'y_pred_proba', label: 'repaid' },
  );
  expect(found.numeric).toEqual([
    'car_value',
    'debt_to_income_ratio',
    'loan_length',
    'driver_tenure',
  ]);
  expect(found.categorical).toEqual([
    'salary_range',
    'repaid_loan_on_prev_car',
    'size_of_downpayment',
  ]);
});

test('what text means: numbers with a stray word, times, booleans, nothing', async () => {
  const rows = Array.from({ length: 300 }, (_, i) =>
    [
      i === 7 ? 'unknown' : i,
      i % 50 === 0 ? 'unknown' : i,
      `2026-01-0${(i % 9) + 1}`,
      i % 2 ? 'True' : 'FALSE',
      '',
      `user-${i}`,
      i % 3,
      `0${i % 3}a`,
    ].join(),
  );
  const found = await infer({
    'r.csv': text('stray,mixed,day,flag,none,user,code,zip', ...rows),
  });
  expect(found.numeric).toEqual(['stray', 'code']);
  expect(found.categorical).toEqual(['flag', 'zip']);
  expect(found.notes).toEqual(
    expect.arrayContaining([
      `column mixed ${IDENTIFIER}`,
      'column day is left out: it holds times',
      'column none is left out: it is empty',
      `column user ${IDENTIFIER}`,
    ]),
  );
});

test('the types of JSON: mixed columns, empty text, lists and objects', async () => {
  const rows = Array.from({ length: 300 }, (_, i) =>
    JSON.stringify({
      n: i,
      big: 1e15 + i,
      half: i / 2,
      text: `t${i % 4}`,
      mixed: i === 3 ? 'x' : i,
      empty: '',
      flag: i % 2 === 0,
      list: [i],
      object: { i },
      ...(i === 0 && { once: 5 }),
    }),
  );
  const found = await infer({ 'r.jsonl': text(...rows) });
  expect(found.numeric).toEqual(['n', 'big', 'half', 'mixed', 'once']);
  expect(found.categorical).toEqual(['text', 'flag']);
  expect(found.notes).toEqual(
    expect.arrayContaining([
      'column empty is left out: it is empty',
      `column list ${IDENTIFIER}`,
      `column object ${IDENTIFIER}`,
    ]),
  );
});

test('the types of Parquet, two schemas in one data set', async () => {
  const found = await infer({
    'a.parquet':
      await written(`SELECT i::UTINYINT AS tiny, i::HUGEINT AS huge, i::DECIMAL(9, 2) AS exact, i::FLOAT AS single,
      i % 2 = 0 AS flag, ('k' || i % 3)::ENUM('k0', 'k1', 'k2') AS kind, uuid() AS uuid, [i] AS list, {'i': i} AS object,
      MAP {i: i} AS map, 'b'::BLOB AS bytes, TIME '10:00:00' AS time, DATE '2026-01-01' AS day, INTERVAL (i) DAY AS span, i AS often FROM range(200) t(i)`),
    'b.parquet': await written(
      `SELECT i AS tiny, i AS other, i::VARCHAR AS often FROM range(200) t(i)`,
    ),
  });
  expect(found.numeric).toEqual(['tiny', 'huge', 'exact', 'single', 'often', 'other']);
  expect(found.categorical).toEqual(['flag', 'kind']);
  expect(found.notes).toEqual(
    expect.arrayContaining([
      `column uuid ${IDENTIFIER}`,
      ...['list', 'object', 'map', 'bytes'].map(
        (name) => `column ${name} is left out: it holds lists, structures or bytes`,
      ),
      ...['time', 'day', 'span'].map((name) => `column ${name} is left out: it holds times`),
    ]),
  );
});

test.each([
  ['a line that is no JSON', { 'r.jsonl': text('{"n": 1}', 'oops') }, /not readable as jsonl/],
  ['a header alone', { 'r.csv': text('a,b') }, /holds no rows/],
  [
    'a truncated file',
    { 'r.jsonl.gz': readFileSync(`${GOLDEN}/data/titanic_reference.csv.gz`).subarray(0, 99) },
    /damaged or truncated gzip/,
  ],
  ['a quote that never closes', { 'r.csv': text('a,b', '1,2', '"3,4', '5,6') }, /never closes/],
  ['another format', { 'r.parquet': 'no' }, /not a readable Parquet file/],
])('a data set with %s is refused', async (_, reference, message) => {
  await expect(infer(reference as Files)).rejects.toThrow(message);
});

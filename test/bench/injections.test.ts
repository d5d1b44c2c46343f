import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INJECTIONS } from '../../bench/alerts/injections/injections.ts';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { raw, type Sql, sql } from '../../lib/sql/sql.ts';

const ROWS = 4000;
let engine: Engine;

beforeAll(async () => {
  engine = await openDuckDb({ threads: 1, memoryMegabytes: 300, spillFolder: '/tmp' });
  // Means, deviations and shares that can be told by hand: debt_to_income_ratio is 0 or 2, driver_tenure 0 to 3.
  await engine.run(sql`CREATE TABLE source AS SELECT i AS row_id, i::VARCHAR AS id, i AS place, 10 AS days,
    1000.0 + i AS car_value, ['0 - 20K €', '40K - 60K €', '60K+ €', '60K+ €'][1 + i % 4] AS salary_range,
    2.0 * (i % 2) AS debt_to_income_ratio, 5 AS loan_length, i % 3 = 0 AS repaid_loan_on_prev_car,
    ['10%', '0%'][1 + (i % 4 > 0)::INTEGER] AS size_of_downpayment, (i % 4)::DOUBLE AS driver_tenure,
    0.8 AS y_pred_proba, 1 AS y_pred, i % 2 AS repaid FROM range(${ROWS}) r(i)`);
});
afterAll(() => engine.close());

async function after(name: string, ask: Sql): Promise<Record<string, unknown>> {
  const injection = INJECTIONS.find((one) => one.name === name);
  if (!injection) throw new Error(`no injection ${name}`);
  const rows = injection.apply({ rows: raw('source'), source: raw('source') });
  const [row = {}] = await engine.rows(sql`SELECT ${ask} FROM ${rows}`);
  return row;
}

const number = async (name: string, ask: string) => Number((await after(name, raw(ask))).x);

describe('an injection does what its name says', () => {
  test('a shift adds a share of the standard deviation', async () => {
    // The deviation of 0 and 2 in equal parts is 1, and the mean is 1.
    expect(await number('shift of 0.5 sigma', 'avg(debt_to_income_ratio) AS x')).toBeCloseTo(
      1.5,
      9,
    );
  });

  test('a slow ramp has grown by 0.02 of it each day', async () => {
    const [deviation, mean] = [ROWS / Math.sqrt(12), 1000 + (ROWS - 1) / 2];
    const shifted = await number('slow ramp, 0.02 sigma a day', 'avg(car_value) AS x');
    expect((shifted - mean) / deviation).toBeCloseTo(0.2, 5);
  });

  test('a scale keeps the mean and widens the deviation', async () => {
    expect(await number('scale 1.5', 'avg(driver_tenure) AS x')).toBeCloseTo(1.5, 9);
    // That of 0, 1, 2, 3 is sqrt(1.25).
    const wide = await number('scale 1.5', 'stddev_pop(driver_tenure) AS x');
    expect(wide).toBeCloseTo(1.5 * Math.sqrt(1.25), 9);
  });

  test('units, signs, digits and columns are changed in every row', async () => {
    expect(await number('unit change, x 1.609', 'min(car_value) AS x')).toBeCloseTo(1609, 9);
    expect(await number('sign flip', 'min(debt_to_income_ratio) AS x')).toBe(-2);
    expect(await number('stuck sensor', 'count(DISTINCT driver_tenure) AS x')).toBe(1);
    expect(await number('swapped columns', 'max(debt_to_income_ratio) AS x')).toBe(3);
    expect(await number('swapped columns', 'max(driver_tenure) AS x')).toBe(2);
  });

  test.each([
    ['outliers, 2 % x 10', 'avg((car_value > 9000)::INTEGER) AS x', 0.02],
    ['new category, 5 %', `avg((salary_range = 'unknown')::INTEGER) AS x`, 0.05],
    ['nulls, 10 %', 'avg((car_value IS NULL)::INTEGER) AS x', 0.1],
    ['nulls, 50 %', 'avg((car_value IS NULL)::INTEGER) AS x', 0.5],
    // A quarter of the rows is not of the most frequent category; 15 % of them move there.
    ['category mix, 15 % move', `avg((size_of_downpayment = '10%')::INTEGER) AS x`, 0.25 * 0.85],
    // Half of the rows are positive; a fifth of them become rows that are not.
    ['label shift, 20 % of positives', 'avg(repaid) AS x', 0.4],
  ])('%s is so many rows', async (name, ask, share) => {
    expect(Math.abs((await number(name, ask)) - share)).toBeLessThan(0.02);
  });

  test('the other population is a quarter of the old one, and a tenth day brings a quarter of it', async () => {
    const share = await number(
      'other population, 2.5 % a day',
      `avg((car_value > ${1000 + 0.75 * ROWS})::INTEGER) AS x`,
    );
    expect(Math.abs(share - (0.25 + 0.75 * 0.25))).toBeLessThan(0.02);
  });

  test('one segment moves alone', async () => {
    const deviation = ROWS / Math.sqrt(12);
    const moved = await after(
      'one segment shifts by 1 sigma',
      raw(`avg(car_value - 1000 - place) FILTER (salary_range = '40K - 60K €') AS inside,
        max(abs(car_value - 1000 - place)) FILTER (salary_range <> '40K - 60K €') AS outside`),
    );
    expect(Number(moved.inside) / deviation).toBeCloseTo(1, 4);
    expect(Number(moved.outside)).toBe(0);
  });

  test('a concept flips in its region alone', async () => {
    const flipped = (where: string) =>
      number(
        'concept flip in one segment',
        `avg((repaid <> place % 2)::INTEGER) FILTER (salary_range ${where} '60K+ €') AS x`,
      );
    expect(await flipped('=')).toBe(1);
    expect(await flipped('<>')).toBe(0);
  });

  test('half of the rows come twice, ids and all', async () => {
    expect(await number('half the rows sent twice', 'count(*) AS x')).toBe(1.5 * ROWS);
    expect(await number('half the rows sent twice', 'count(DISTINCT id) AS x')).toBe(ROWS);
  });

  test('overconfident scores move away from a half', async () => {
    // 0.64 / (0.64 + 0.04)
    const score = await number('scores overconfident', 'max(y_pred_proba) AS x');
    expect(score).toBeCloseTo(0.941176, 6);
  });

  test('there are 20 kinds or more, each with columns and rows as they were logged', async () => {
    expect(INJECTIONS.length).toBeGreaterThanOrEqual(20);
    const columns = async (rows: Sql) =>
      (await engine.rows(sql`DESCRIBE SELECT * FROM ${rows}`)).map((row) => row.column_name);
    const logged = await columns(raw('source'));
    for (const injection of INJECTIONS) {
      const rows = injection.apply({ rows: raw('source'), source: raw('source') });
      expect(await columns(rows), injection.name).toEqual(logged);
    }
  });
});

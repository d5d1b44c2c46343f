import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import type { NumericColumn } from '../../lib/profile/column.ts';
import { emptyProfile, type Profile } from '../../lib/profile/profile.ts';
import { ident, join, type Sql, sql } from '../../lib/sql/sql.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';
import { GOLDEN, goldenIsMissing } from './golden-data.ts';
import { measureSlice, sliceInput } from './measure.ts';

type Cell = string | number | null;

interface Expected {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface Case {
  readonly name: string;
  readonly baseline: readonly (readonly Cell[])[];
  readonly current: readonly (readonly Cell[])[];
  readonly pca_reconstruction_error: Expected & {
    readonly components: number;
    readonly reference: number;
  };
  readonly correlation_change: Expected & {
    readonly pair: readonly [string, string];
    readonly chance: number;
  };
}

const table = JSON.parse(readFileSync(new URL('multivariate.json', import.meta.url), 'utf8')) as {
  readonly columns: readonly string[];
  readonly cases: readonly Case[];
  readonly attributions: readonly {
    readonly name: string;
    readonly baseline: readonly number[];
    readonly current: readonly number[];
    readonly attribution_ndcg: number;
  }[];
};

const MONITOR = `{ monitor: m, task: binary, columns: { timestamp: t, features:
  { a: numeric, b: numeric, c: numeric, d: numeric, k: categorical, l: categorical } } }`;

/** The rows of a case, with a time t. */
function relation(rows: Case['baseline']): Sql {
  const tuples = rows.map((row) => sql`(${join(row.map((cell) => sql`${cell}`))})`);
  const names = table.columns.map((name) => ident(name));
  return sql`(SELECT TIMESTAMP '2026-01-01' AS t, * FROM (VALUES ${join(tuples)}) v(${join(names)}))`;
}

/** Of the features f0, f1, ... whose mean absolute attributions are given. */
function measureAttributions(baseline: readonly number[], current: readonly number[]) {
  const features = baseline.map((_, i) => `f${i}`);
  const profile = (means: readonly number[]): Profile => ({
    ...emptyProfile,
    columns: Object.fromEntries(
      features.map((feature, i) => [
        `${feature}_attribution`,
        {
          presence: { values: 10, missing: 0, invalid: 0 },
          magnitude: { sum: 10 * (means[i] ?? 0) },
        },
      ]),
    ),
  });
  const columns = features.map(
    (feature): NumericColumn => ({
      name: `${feature}_attribution`,
      role: 'attribution',
      type: 'numeric',
      edges: [],
      decileEdges: [],
      center: 0,
    }),
  );
  const attributions = Object.fromEntries(
    features.map((feature) => [feature, `${feature}_attribution`]),
  );
  const monitor = monitorSchema.parse({
    monitor: 'm',
    task: 'binary',
    columns: { timestamp: 't', attributions },
  });
  return measureSlice(
    'attribution_ndcg',
    sliceInput({ columns, monitor, baseline: profile(baseline), current: profile(current) }),
  );
}

describe('as scikit-learn and SciPy have them', () => {
  test.each(table.cases)('$name', async (expected) => {
    const { frame, measured } = await measureRows({
      monitor: MONITOR,
      baseline: relation(expected.baseline),
      windows: [relation(expected.current)],
    });
    const { components, ...reconstruction } = expected.pca_reconstruction_error;
    const { directions = [], span } = frame.components ?? {};
    expect(span === 'kept' ? directions.length : 6 - directions.length).toBe(components);
    const [values = []] = measured;
    const error = valueAt(values, 'pca_reconstruction_error');
    for (const key of ['value', 'low', 'high', 'reference'] as const)
      expect(error[key], key).toBeCloseTo(reconstruction[key], 11);

    const { pair, chance, ...change } = expected.correlation_change;
    const found = valueAt(values, 'correlation_change');
    for (const key of ['value', 'low', 'high'] as const)
      expect(found[key], key).toBeCloseTo(change[key], 11);
    expect(found.reference).toBe(0);
    expect(found.chance).toBeCloseTo(chance, 4);
    expect(found.note).toContain(pair.join(' and '));
  });

  test.each(table.attributions)('attributions: $name', ({ baseline, current, ...expected }) => {
    const found = measureAttributions(baseline, current);
    expect(found?.value).toBeCloseTo(expected.attribution_ndcg, 12);
    expect(found?.reference).toBe(1);
  });

  test('the example of the AWS documentation', () => {
    const found = measureAttributions([0.7, 0.5, 0.05], [0.1, 0.2, 0.7]);
    const exact = (0.05 + 0.5 / Math.log2(3) + 0.7 / 2) / (0.7 + 0.5 / Math.log2(3) + 0.05 / 2);
    expect(found?.value).toBeCloseTo(exact, 12);
    expect(found?.value?.toFixed(2)).toBe('0.69');
  });
});

test.runIf(process.env.CI)('CI has ../shared/golden', () => {
  expect(goldenIsMissing, 'the reference values of ../shared/golden are missing').toBe(false);
});

describe.skipIf(goldenIsMissing)('car loans, chunk by chunk, as NannyML has them', () => {
  interface Chunk {
    readonly chunk: { readonly chunk_index: number; readonly period: 'reference' | 'analysis' };
    readonly reconstruction_error: { readonly value: number; readonly sampling_error: number };
  }

  test('pca_reconstruction_error', async () => {
    const rows = (period: string) => {
      const file = path.join(GOLDEN, 'data', `synthetic_car_loan_${period}.csv.gz`);
      return sql`(SELECT *, (row_number() OVER () - 1) // 5000 AS chunk FROM read_csv(${file}))`;
    };
    const { measured } = await measureRows({
      monitor: `{ monitor: m, task: binary, columns: { timestamp: timestamp, segments: [chunk], features:
        { car_value: numeric, salary_range: categorical, debt_to_income_ratio: numeric, loan_length: numeric,
          repaid_loan_on_prev_car: numeric, size_of_downpayment: categorical, driver_tenure: numeric } } }`,
      baseline: rows('reference'),
      windows: [rows('reference'), rows('analysis')],
    });
    const file = path.join(GOLDEN, 'nannyml', 'car_loan_pca_reconstruction_size5000.json');
    const { rows: chunks } = JSON.parse(readFileSync(file, 'utf8')) as { rows: Chunk[] };
    expect(chunks).toHaveLength(20);
    for (const { chunk, reconstruction_error: expected } of chunks) {
      const window = measured[chunk.period === 'reference' ? 0 : 1] ?? [];
      const segment = `chunk=${chunk.chunk_index}`;
      const { value, low, high } = valueAt(window, 'pca_reconstruction_error', { segment });
      const name = `${chunk.period} ${chunk.chunk_index}: ${value} for ${expected.value}`;
      expect(Math.abs((value ?? 0) - expected.value), name).toBeLessThanOrEqual(1e-12);
      // NannyML takes the deviation of all of the baseline and three standard errors, to four digits.
      const standardError = ((high ?? 0) - (low ?? 0)) / 2 / 1.959964;
      expect(Math.abs(standardError / expected.sampling_error - 1)).toBeLessThan(0.05);
    }
  }, 60_000);
});

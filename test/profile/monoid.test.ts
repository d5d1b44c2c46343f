import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import {
  emptyProfile,
  mergeProfiles,
  type Profile,
  type Slice,
} from '../../lib/profile/profile.ts';
import { mergeSlices, rollUp } from '../../lib/profile/roll-up.ts';
import {
  readOutcome,
  readProfile,
  selectOutcome,
  selectProfile,
} from '../../lib/profile/select-profile.ts';
import { segmentAlias } from '../../lib/read/canonical.ts';
import { join, raw, sql } from '../../lib/sql/sql.ts';
import { frame } from '../support/columns.ts';

const monitor = parseMonitor(
  `{monitor: m, task: binary, columns: {timestamp: t, score: s, label: y, variant: v, error: e, segments: [city]},
    metrics: {m: {aggregates: {a: "sum(score * 3) filter (prediction = '1')", b: "sum(score) filter (label = '1')"}, value: a / b}}}`,
  'm.yaml',
);

interface Row {
  readonly amount: number | null;
  readonly city: string | null;
  readonly variant: string | null;
  readonly score: number | null;
  readonly label: string | null;
  readonly failed: boolean;
  /** Minutes into the window. */
  readonly minute: number;
  readonly id: string | null;
  /** Seconds until the label came. */
  readonly delay: number | null;
}

/** Values at the edges of every statistic: NULL, NaN (invalid), extremes, bin edges, unknown categories, odd names. */
const row: fc.Arbitrary<Row> = fc.record({
  amount: fc.oneof(
    fc.constantFrom(null, Number.NaN, 0, -0, 0.5, 1, -1, 100, 1e9, -1e9, 1e-300),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  ),
  city: fc.constantFrom(null, 'Bern', "l'Aquila", 'Zürich', '__proto__', '(other)', 'a"b'),
  variant: fc.constantFrom(null, 'v1', 'v2'),
  score: fc.oneof(fc.constantFrom(null, 0, 1, 0.25), fc.double({ min: 0, max: 1, noNaN: true })),
  label: fc.constantFrom(null, '0', '1'),
  failed: fc.boolean(),
  minute: fc.nat(1439),
  id: fc.constantFrom(null, 'a', 'b', 'c', '__proto__'),
  delay: fc.constantFrom(null, 0, 0.5, 3600, 1e9),
});
const rows = fc.array(row, { maxLength: 30 });

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: '/tmp' });
});
afterAll(() => engine.close());

describe('profiles add up', () => {
  it('profiling two shards and merging equals profiling their union', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (a, b) => {
        const [left, right, union] = [
          await slicesOf(a),
          await slicesOf(b),
          await slicesOf([...a, ...b]),
        ];
        expectSame(mergeSlices([left, right]), union);
      }),
      { numRuns: 40 },
    );
  }, 180_000);

  it('merging is commutative, associative, and has an identity', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, rows, async (a, b, c) => {
        const [x, y, z] = [await wholeOf(a), await wholeOf(b), await wholeOf(c)];
        expectClose(mergeProfiles(x, y), mergeProfiles(y, x));
        expectClose(mergeProfiles(mergeProfiles(x, y), z), mergeProfiles(x, mergeProfiles(y, z)));
        expect(mergeProfiles(x, emptyProfile)).toEqual(x);
        expect(mergeProfiles(emptyProfile, x)).toEqual(x);
      }),
      { numRuns: 25 },
    );
  }, 180_000);

  it('does not depend on the order of rows', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (a) =>
        expectSame(await slicesOf(a), await slicesOf([...a].reverse())),
      ),
      { numRuns: 15 },
    );
  }, 180_000);
});

async function slicesOf(batch: readonly Row[]): Promise<Slice[]> {
  const values = join(
    batch.map(
      (r) =>
        sql`(${r.amount}::DOUBLE, ${r.city}::VARCHAR, ${r.variant}::VARCHAR, ${r.score}::DOUBLE, ${r.label}::VARCHAR, ${r.failed}, make_timestamp(${r.minute * 60_000_000}),
          ${r.id}::VARCHAR, ${r.delay}::DOUBLE)`,
    ),
  );
  const none = raw(
    '(NULL::DOUBLE, NULL::VARCHAR, NULL::VARCHAR, NULL::DOUBLE, NULL::VARCHAR, FALSE, NULL::TIMESTAMP, NULL::VARCHAR, NULL::DOUBLE)',
  );
  const relation = sql`(SELECT *, 0 AS window_start, NULL::VARCHAR AS predicted,
    coalesce(c1, '(missing)') AS ${segmentAlias('city')} FROM (VALUES ${batch.length > 0 ? values : none}) t(c0, c1, variant, score, label, failed, event_time, id, label_delay_seconds)
    ${raw(batch.length > 0 ? '' : 'WHERE FALSE')})`;
  const profiled = await engine.rows(selectProfile(monitor, frame, relation));
  const outcomes = await engine.rows(selectOutcome(monitor, frame, relation));
  return rollUp([
    ...profiled.map((one) => readProfile(monitor, frame, one)),
    ...outcomes.map((one) => readOutcome(monitor, frame, one)),
  ]);
}

async function wholeOf(batch: readonly Row[]): Promise<Profile> {
  return (
    (await slicesOf(batch)).find(({ segment, variant }) => segment === null && variant === null)
      ?.profile ?? emptyProfile
  );
}

function expectSame(a: readonly Slice[], b: readonly Slice[]): void {
  expect(a.map(({ segment, variant }) => [segment, variant])).toEqual(
    b.map(({ segment, variant }) => [segment, variant]),
  );
  for (const [i, slice] of a.entries()) expectClose(slice.profile, b[i]?.profile);
}

/** Counts exactly; sums to 1e-12 of the largest term. */
function expectClose(a: unknown, b: unknown, path = ''): void {
  if (typeof a === 'number' && typeof b === 'number' && !Number.isInteger(a)) {
    expect(Math.abs(a - b), path).toBeLessThanOrEqual(tolerance(path, a, b));
  } else if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    expect(Object.keys(a).sort(), path).toEqual(Object.keys(b).sort());
    for (const key of Object.keys(a)) {
      expectClose(
        (a as Record<string, unknown>)[key],
        (b as Record<string, unknown>)[key],
        `${path}.${key}`,
      );
    }
  } else if (typeof a === 'number' && typeof b === 'number') {
    expect(Math.abs(a - b), path).toBeLessThanOrEqual(
      /sum|Error|Loss/i.test(path) ? tolerance(path, a, b) : 0,
    );
  } else {
    expect(a, path).toEqual(b);
  }
}

/** Amounts are up to 1e9, their squares up to 1e18; everything else is about 1. */
function tolerance(path: string, a: number, b: number): number {
  const largest = path.endsWith('sumOfSquares') ? 1e18 : path.endsWith('.sum') ? 1e9 : 40;
  return 1e-12 * Math.max(largest, Math.abs(a), Math.abs(b)) * 30;
}

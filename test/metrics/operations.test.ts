import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { IncompatibleProfilesError } from '../../lib/errors.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { LATENCY_EDGES } from '../../lib/profile/latency-edges.ts';
import { emptyProfile } from '../../lib/profile/profile.ts';
import { arrivals } from '../../lib/profile/statistics/arrivals.ts';
import { labelDelay } from '../../lib/profile/statistics/label-delay.ts';
import { join, raw, sql } from '../../lib/sql/sql.ts';
import { measureSlice, outcomeProfile, sliceInput } from '../golden/measure.ts';
import { summariseNumbers } from '../golden/summaries.ts';
import { frame } from '../support/columns.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';
import { seededRandom } from '../support/random.ts';

const profile = { ...emptyProfile, rows: 120, errors: 6 };

test('rows, rejected rows, throughput', () => {
  const input = sliceInput({ current: profile, rejected: 30, windowMinutes: 60 });
  expect(measureSlice('rows', input)).toEqual({ value: 120, reference: null });
  expect(measureSlice('rejected', input)).toEqual({ value: 30, reference: null });
  expect(measureSlice('rejected_share', input)).toMatchObject({ value: 0.2, reference: null });
  expect(measureSlice('throughput_per_minute', input)).toEqual({ value: 2, reference: null });
});

test('nothing read and nothing rejected is no share', () => {
  expect(measureSlice('rejected_share', sliceInput({}))).toMatchObject({
    value: null,
    reason: 'there are no rows',
  });
});

test('error share beside a baseline that logged no errors, and one that did', () => {
  const baseline = { ...emptyProfile, rows: 10, errors: 1 };
  expect(measureSlice('error_share', sliceInput({ current: profile }))).toMatchObject({
    value: 0.05,
    reference: null,
  });
  expect(measureSlice('error_share', sliceInput({ baseline, current: profile }))).toMatchObject({
    reference: 0.1,
  });
  expect(
    measureSlice('error_share', sliceInput({ baseline, current: { ...profile, errors: null } }))
      ?.value,
  ).toBeNull();
});

test('latency of a window without any', () => {
  const column = {
    name: 'ms',
    role: 'latency',
    type: 'numeric',
    edges: [1, 2],
    decileEdges: [],
    center: 0,
  } as const;
  expect(measureSlice('latency_p50', sliceInput({ columns: [column], current: profile }))).toEqual({
    value: null,
    reference: null,
    reason: 'no latency was logged',
  });
});

const LEVELS = { p500: 'p50', p900: 'p90', p990: 'p99', p999: 'p999' } as const;
interface Durations extends Readonly<Record<keyof typeof LEVELS, number>> {
  name: string;
  values: number[];
}
const durations = (
  JSON.parse(readFileSync(new URL('../golden/durations.json', import.meta.url), 'utf8')) as {
    cases: Durations[];
  }
).cases;

function latencyOf(values: readonly number[]) {
  const column = {
    name: 'ms',
    role: 'latency',
    type: 'numeric',
    edges: LATENCY_EDGES,
    decileEdges: [],
    center: 0,
  } as const;
  const columns = { ms: summariseNumbers(column, [...values]) };
  return sliceInput({ columns: [column], current: { ...profile, columns } });
}

test.each(durations)('quantiles of latency, within 1 % of NumPy: $name', (expected) => {
  const input = latencyOf(expected.values.map((value) => value / 1000));
  for (const [key, name] of Object.entries(LEVELS)) {
    const measured = measureSlice(`latency_${name}`, input);
    const exact = expected[key as keyof typeof LEVELS] / 1000;
    expect(Math.abs((measured?.value ?? 0) / exact - 1), name).toBeLessThanOrEqual(0.01);
  }
});

test('the interval of a quantile holds the true one 95 times in 100, and is none where the ranks are beyond the sample', () => {
  const random = seededRandom(7);
  const exponential = (n: number) => Array.from({ length: n }, () => -100 * Math.log(1 - random()));
  const held = Array.from({ length: 300 }, () => {
    const { low = 0, high = 0 } = measureSlice('latency_p90', latencyOf(exponential(400))) ?? {};
    return low <= 100 * Math.LN10 && 100 * Math.LN10 <= high;
  });
  const share = held.filter(Boolean).length / held.length;
  expect(share).toBeGreaterThanOrEqual(0.92);
  expect(share).toBeLessThanOrEqual(0.99);
  expect(measureSlice('latency_p999', latencyOf(exponential(400)))?.low).toBeUndefined();
});

test('the busiest minute and the longest gap of a window, and of its baseline where parts are as long', async () => {
  // 2 rows a minute; none from 10:00 to 10:29, and 50 in the minute of 12:00.
  const rows =
    raw(`(SELECT TIMESTAMP '2026-03-09' + INTERVAL (i // 2) MINUTE AS t, i % 7 / 7 AS x FROM range(2880) r(i)
    WHERE i // 2 NOT BETWEEN 600 AND 629
    UNION ALL SELECT TIMESTAMP '2026-03-09 12:00:59' AS t, 0.5 AS x FROM range(48))`);
  const { measured, windows } = await measureRows({
    monitor:
      '{ monitor: m, task: binary, columns: { timestamp: t, score: x, features: { x: numeric } } }',
    baseline: rows,
    windows: [rows, raw(`(SELECT TIMESTAMP '2026-03-10 05:00:30' AS t, 0.5 AS x)`)],
  });
  const [day = [], row = []] = measured;
  const counted = windows[0]?.[0]?.profile.predictions.arrivals;
  expect(counted).toMatchObject({ partMinutes: 1, first: Date.UTC(2026, 2, 9) / 60_000 });
  expect(counted?.rows).toHaveLength(1440);
  expect(valueAt(day, 'throughput_peak_per_minute')).toEqual({ value: 50, reference: 50 });
  expect(valueAt(day, 'longest_gap_minutes')).toEqual({ value: 30, reference: 30 });
  expect(valueAt(row, 'longest_gap_minutes')).toEqual({ value: 0, reference: 30 });
  expect(windows[1]?.[0]?.profile.predictions.arrivals?.rows).toEqual([1]);
});

test('a baseline that is counted by longer parts is no reference for gaps and peaks', () => {
  const of = (partMinutes: number) => ({
    ...profile,
    predictions: { arrivals: { partMinutes, first: 0, rows: [3, 0, 0, 6] } },
  });
  const input = sliceInput({ baseline: of(5), current: of(1) });
  expect(measureSlice('longest_gap_minutes', input)).toEqual({ value: 2, reference: null });
  expect(measureSlice('throughput_peak_per_minute', input)).toEqual({ value: 6, reference: null });
  const coarse = sliceInput({ baseline: of(1), current: of(5) });
  expect(measureSlice('throughput_peak_per_minute', coarse)?.value).toBe(6 / 5);
  expect(measureSlice('longest_gap_minutes', coarse)?.value).toBe(10);
});

test.each(durations)('quantiles of label delay, within 1 % of NumPy: $name', async (expected) => {
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: tmpdir() });
  const { counts } = labelDelay.select(frame, raw('NULL'), (literal) => literal);
  const delays = expected.values.map((value) => sql`(${value}::DOUBLE)`);
  const rows = await engine.rows(
    sql`SELECT ${counts ?? raw('NULL')} AS counts FROM (VALUES ${join(delays)}, (NULL)) t(label_delay_seconds)`,
  );
  engine.close();
  const state = labelDelay.read(rows[0] ?? {}, frame);
  const monitor = parseMonitor(
    '{ monitor: m, task: binary, columns: { timestamp: t, id: i, label: y, prediction: p }, labels: { from: s3 } }',
    'm.yaml',
  );
  const input = sliceInput({ monitor, current: outcomeProfile({ labelDelay: state }) });
  for (const [key, name] of [
    ['p500', 'p50'],
    ['p900', 'p90'],
  ] as const) {
    const value = measureSlice(`label_delay_${name}`, input)?.value ?? 0;
    expect(Math.abs(value / expected[key] - 1), name).toBeLessThanOrEqual(0.01);
  }
});

test('labels that were all logged with their predictions have no delay', () => {
  const monitor = parseMonitor(
    '{ monitor: m, task: binary, columns: { timestamp: t, id: i, label: y, prediction: p }, labels: { from: s3 } }',
    'm.yaml',
  );
  const current = outcomeProfile({ labelDelay: labelDelay.empty(frame) });
  expect(measureSlice('label_delay_p50', sliceInput({ monitor, current }))).toEqual({
    value: null,
    reference: null,
    reason: 'no label came after its prediction',
  });
  expect(measureSlice('label_delay_p50', sliceInput({ current }))).toBeUndefined();
});

test('states over other parts of time do not add up', () => {
  const state = (partMinutes: number) => ({ partMinutes, first: 3, rows: [1] });
  expect(() => arrivals.merge(state(1), state(2))).toThrow(IncompatibleProfilesError);
  expect(arrivals.merge(state(1), { partMinutes: 1, first: 6, rows: [2, 5] })).toEqual({
    partMinutes: 1,
    first: 3,
    rows: [1, 0, 0, 2, 5],
  });
  expect(arrivals.merge({ partMinutes: 1, first: 0, rows: [] }, state(1))).toEqual(state(1));
});

test('parts of time are counted from 1970, also before it; rows without a time are in none', async () => {
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: tmpdir() });
  const { parts } = arrivals.select(frame, raw('NULL'), (literal) => literal);
  const [row = {}] = await engine.rows(
    sql`SELECT ${parts ?? raw('NULL')} AS parts FROM (VALUES (TIMESTAMP '1969-12-31 23:59:30'), (NULL),
      (TIMESTAMP '1970-01-01 00:00:30'), (TIMESTAMP 'infinity'), (TIMESTAMP '1970-01-01 00:02:00')) t(event_time)`,
  );
  engine.close();
  expect(arrivals.read(row, frame)).toEqual({ partMinutes: 1, first: -1, rows: [1, 1, 0, 1] });
});

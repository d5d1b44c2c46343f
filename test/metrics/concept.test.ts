import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorStream } from '../../lib/metrics/concept/error-stream.ts';
import type { BinaryOutcome } from '../../lib/profile/statistics/binary.ts';
import { raw } from '../../lib/sql/sql.ts';
import { studentTwoSided } from '../../lib/stats/student.ts';
import { goldenIsMissing, readReferences } from '../golden/golden-data.ts';
import { measureSlice, outcomeProfile, sliceInput } from '../golden/measure.ts';
import { summariseRegression } from '../golden/summaries.ts';
import { measureRows, valueAt } from '../support/measure-rows.ts';
import { seededRandom } from '../support/random.ts';

interface Scores {
  positives: number[];
  negatives: number[];
}
const table = JSON.parse(
  readFileSync(new URL('../golden/concept.json', import.meta.url), 'utf8'),
) as {
  students: { t: number; degrees: number; p: number }[];
  welch: { name: string; baseline: number[]; current: number[]; p: number }[];
  given: {
    name: string;
    baseline: Scores;
    current: Scores;
    change: number;
    low: number;
    high: number;
    p: number;
  }[];
};

test.each(table.students)("Student's t = $t with $degrees degrees", ({ t, degrees, p }) => {
  expect(Math.abs(studentTwoSided(t, degrees) - p)).toBeLessThanOrEqual(
    (degrees > 1e7 ? 3e-8 : 1e-9) * p,
  );
});

function binary(part: Partial<BinaryOutcome>): BinaryOutcome {
  return {
    truePositive: 0,
    falsePositive: 0,
    trueNegative: 0,
    falseNegative: 0,
    scored: 0,
    logLoss: 0,
    squaredLogLoss: 0,
    squaredError: 0,
    fourthError: 0,
    positiveScores: [],
    negativeScores: [],
    ...part,
  };
}

function ofMisses(rows: number, misses: number) {
  return outcomeProfile({
    binary: binary({ trueNegative: rows - misses, falseNegative: misses }),
  });
}

describe('change of the error', () => {
  // Cases (a) and (h) of his table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [10, 10, 0, 10, 0.6075, 1],
  ])("interval of %d/%d - %d/%d, as Newcombe's paper has it", (a, m, b, n, low, high) => {
    const input = sliceInput({ baseline: ofMisses(n, b), current: ofMisses(m, a) });
    const measured = measureSlice('error_change', input);
    expect(measured?.value).toBeCloseTo(a / m - b / n, 12);
    expect(measured?.low).toBeCloseTo(low, 4);
    expect(measured?.high).toBeCloseTo(high, 4);
    expect(measured?.reference).toBe(0);
  });

  test('p of two shares, as scipy.stats.chi2_contingency([[56, 14], [48, 32]], correction=False) has it', () => {
    const input = sliceInput({ baseline: ofMisses(80, 48), current: ofMisses(70, 56) });
    expect(measureSlice('error_change_p', input)?.value).toBeCloseTo(0.008045081368196585, 14);
  });

  test.each(table.welch)('p of absolute errors, as SciPy has it: $name', (expected) => {
    const side = (errors: number[]) =>
      outcomeProfile({
        regression: summariseRegression(
          0,
          errors.map((error) => ({ actual: 0, predicted: error })),
        ),
      });
    const input = sliceInput({
      task: 'regression',
      baseline: side(expected.baseline),
      current: side(expected.current),
    });
    const measured = measureSlice('error_change_p', input);
    expect(Math.abs((measured?.value ?? 0) / expected.p - 1)).toBeLessThanOrEqual(1e-8);
    expect(measured?.reference).toBe(1);
  });

  test('nothing to compare is null and says why', () => {
    const none = sliceInput({ baseline: ofMisses(0, 0), current: ofMisses(70, 5) });
    expect(measureSlice('error_change', none)).toMatchObject({ value: null, reference: null });
    const unlabelled = sliceInput({ baseline: ofMisses(70, 5), current: ofMisses(0, 0) });
    expect(measureSlice('error_change', unlabelled)).toEqual({
      value: null,
      reference: 0,
      reason: 'no row is labelled',
    });
  });
});

describe('labels given scores, as NumPy and SciPy have them', () => {
  test.each(table.given)('$name', (expected) => {
    const side = ({ positives, negatives }: Scores) =>
      outcomeProfile({
        binary: binary({ positiveScores: positives, negativeScores: negatives }),
      });
    const input = sliceInput({
      baseline: side(expected.baseline),
      current: side(expected.current),
      outcome: { scoreEdges: Array.from({ length: 99 }, (_, i) => (i + 1) / 100) },
    });
    const change = measureSlice('label_given_score_change', input);
    expect(change?.value).toBeCloseTo(expected.change, 12);
    expect(change?.low).toBeCloseTo(expected.low, 10);
    expect(change?.high).toBeCloseTo(expected.high, 10);
    expect(change?.reference).toBe(0);
    const p = measureSlice('label_given_score_p', input);
    expect(Math.abs((p?.value ?? 0) / expected.p - 1)).toBeLessThanOrEqual(1e-9);
    expect(p?.reference).toBe(1);
  });

  test('of several classes the one that has changed most is named', () => {
    const alike = { positives: [100, 300], negatives: [300, 100] };
    const side = (a: Scores) =>
      outcomeProfile({
        multiclass: {
          confusion: {},
          scored: 800,
          logLoss: 0,
          squaredLogLoss: 0,
          scoresByClass: { a, b: alike },
          ranks: [],
        },
      });
    const input = sliceInput({
      task: 'multiclass',
      baseline: side(alike),
      current: side({ positives: [50, 200], negatives: [350, 200] }),
    });
    expect(measureSlice('label_given_score_change', input)).toMatchObject({ note: 'class a' });
    expect(measureSlice('label_given_score_change', input)?.value).toBeCloseTo(-150 / 800, 12);
    expect(measureSlice('label_given_score_p', input)?.value).toBeLessThan(1e-6);
  });
});

/** So many parts of a minute with `perPart` rows each, of which the share `missing(i)` misses. */
function errorsOf(
  random: () => number,
  parts: number,
  perPart: number,
  share: (part: number) => number,
) {
  const rows = new Array<number>(parts).fill(perPart);
  const misses = rows.map((n, i) =>
    Array.from({ length: n }, random).reduce((sum, u) => sum + (u < share(i) ? 1 : 0), 0),
  );
  return outcomeProfile({ errors: { partMinutes: 1, first: 1000, rows, misses } });
}

describe('errors in blocks', () => {
  test('parts are joined until 5 misses are expected, what is left joins the last', () => {
    const parts = Array.from({ length: 200 }, (_, i) => i % 3);
    const profile = outcomeProfile({
      errors: {
        partMinutes: 90,
        first: 10,
        rows: parts.map((kind) => (kind === 0 ? 0 : 20)),
        misses: parts.map((kind) => (kind === 1 ? 4 : 0)),
      },
    });
    const stream = errorStream(profile, profile, 5);
    if ('reason' in stream) throw new Error(stream.reason);
    const { baseline } = stream;
    expect(baseline).toHaveLength(44);
    expect(baseline.slice(0, 2).map(({ rows, misses }) => [rows, misses])).toEqual([
      [60, 8],
      [60, 4],
    ]);
    expect(baseline[0]?.end).toBe((10 + 5) * 90 * 60_000);
    expect(baseline.at(-1)).toMatchObject({ rows: 80, end: (10 + 200) * 90 * 60_000 });
  });

  test('blocks without need of weight weigh 1, and those of a longer past less', () => {
    const random = seededRandom(1);
    const [past, now] = [
      errorsOf(random, 400, 50, () => 0.1),
      errorsOf(random, 100, 50, () => 0.1),
    ];
    const stream = errorStream(past, now, 5);
    if ('reason' in stream) throw new Error(stream.reason);
    expect(stream.baseline[0]?.weight).toBe(0.25);
    expect(stream.window[0]?.weight).toBe(1);
    const mean = stream.baseline.reduce((all, { excess }) => all + excess, 0) / 400;
    expect(Math.abs(mean)).toBeLessThan(1e-9);
  });

  test.each([
    ['the baseline misses never or always', [50, 0], [50, 5]],
    ['no row is labelled', [50, 5], [0, 0]],
    ["the baseline's labels fill less than 30 blocks of 50", [50, 5, 10], [50, 5]],
    ['the labels fill less than 5 blocks of 50', [50, 5], [50, 5, 3]],
  ])('%s', (reason, before, now) => {
    const side = ([n = 0, m = 0, parts = 100]: number[]) =>
      outcomeProfile({
        errors: {
          partMinutes: 1,
          first: 0,
          rows: n === 0 ? [] : new Array<number>(parts).fill(n),
          misses: n === 0 ? [] : new Array<number>(parts).fill(m),
        },
      });
    expect(errorStream(side(before), side(now), 5)).toEqual({ reason });
  });
});

describe('detectors: rarely wrong where nothing changes, sure where errors double', () => {
  const RUNS = 40;
  const random = seededRandom(20261124);
  const draw = (baseline: number, window: number, share: number, factor: number) =>
    Array.from({ length: RUNS }, () =>
      sliceInput({
        baseline: errorsOf(random, 720, baseline, () => share),
        current: errorsOf(random, 720, window, (part) => (part < 360 ? 1 : factor) * share),
      }),
    );
  // Rows a part of baseline and window, share of misses.
  const settings = [
    [20, 4, 0.1],
    [20, 20, 0.05],
    [10, 5, 0.4],
  ].map(([baseline = 0, window = 0, share = 0]) => ({
    share,
    calm: draw(baseline, window, share, 1),
    risen: draw(baseline, window, share, 2),
  }));

  test.each(['page_hinkley', 'ddm', 'eddm', 'adwin', 'kswin'])('%s', (name) => {
    const alarms = (inputs: (typeof settings)[0]['calm']) =>
      inputs.flatMap((input) => {
        const measured = measureSlice(name, input);
        return (measured?.value ?? 0) > 0 ? [measured?.note ?? ''] : [];
      });
    for (const { share, calm, risen } of settings) {
      expect(alarms(calm).length / RUNS, `false, ${share}`).toBeLessThanOrEqual(0.05);
      const found = alarms(risen);
      expect(found.length / RUNS, `found, ${share}`).toBeGreaterThanOrEqual(0.95);
      // Part 1000 is 16:40 of the first day of 1970; the change is 360 parts later, at 22:40.
      const late = found.filter((note) => note >= 'first by 1970-01-01T22:40Z');
      expect(late.length / found.length).toBeGreaterThanOrEqual(0.95);
    }
  });

  test('the reference is what the baseline shows when it follows itself', () => {
    const random = seededRandom(5);
    const baseline = errorsOf(random, 400, 30, (part) =>
      Math.floor(part / 100) % 2 === 0 ? 0.1 : 0.4,
    );
    const current = errorsOf(random, 400, 30, () => 0.25);
    const measured = measureSlice('adwin', sliceInput({ baseline, current }));
    expect(measured?.reference).toBeGreaterThanOrEqual(2);
    const itself = measureSlice('adwin', sliceInput({ baseline, current: baseline }));
    expect(itself?.value).toBe(measured?.reference);
  });
});

describe('from rows', () => {
  /** 20 rows a minute for so many minutes from `start`; every tenth misses, of later ones every `often`-th. */
  const rows = (start: string, minutes: number, often: number) =>
    raw(`(SELECT TIMESTAMP '${start}' + INTERVAL (i // 20) MINUTE AS t, (i * 7919 % 1000) / 1000 AS p, p > 0.5 AS yes,
      CASE WHEN (i * 104729 + i // 20) % (CASE WHEN i // 20 >= ${minutes} // 2 THEN ${often} ELSE 10 END) = 0 THEN NOT yes ELSE yes END AS y,
      ['a', 'b'][1 + i % 2] AS city FROM range(${20 * minutes}) r(i))`);

  test('a binary model whose errors double at noon', async () => {
    const { measured, windows } = await measureRows({
      monitor: `{ monitor: m, task: binary, columns: { timestamp: t, score: p, prediction: yes, label: y,
        positive: 'true', features: { p: numeric }, segments: [city] } }`,
      baseline: rows('2026-03-01', 4 * 1440, 10),
      windows: [rows('2026-03-09', 1440, 5), rows('2026-03-09', 1440, 10)],
    });
    const [risen = [], calm = []] = measured;
    const whole = windows[0]?.find(({ segment }) => segment === null)?.profile;
    const sum = (counts: readonly number[] = []) => counts.reduce((all, n) => all + n, 0);
    expect(sum(whole?.outcome.errors?.rows)).toBe(28_800);
    expect(whole?.outcome.errors?.first).toBe(Date.UTC(2026, 2, 9) / 60_000);
    expect(sum(whole?.outcome.errors?.misses)).toBe(
      (whole?.outcome.binary?.falsePositive ?? 0) + (whole?.outcome.binary?.falseNegative ?? 0),
    );
    expect(valueAt(risen, 'error_change').value).toBeCloseTo(0.05, 2);
    expect(valueAt(risen, 'error_change', { segment: 'city=a' }).value).not.toBeNull();
    expect(valueAt(risen, 'error_change_p').value).toBeLessThan(1e-10);
    expect(valueAt(calm, 'error_change_p').value).toBeGreaterThan(0.5);
    for (const name of ['page_hinkley', 'ddm', 'eddm', 'adwin', 'kswin']) {
      const { value, reference, note } = valueAt(risen, name);
      expect(value, name).toBeGreaterThanOrEqual(1);
      expect(reference, name).toBe(0);
      expect(note).toMatch(/^first by 2026-03-09T(1[2-9]|2\d):\d\dZ$/);
      expect(valueAt(calm, name), name).toMatchObject({ value: 0, reference: 0 });
      expect(() => valueAt(risen, name, { segment: 'city=a' })).toThrow(/not measured/);
    }
  });

  test('a regression whose labels rise at the same predictions', async () => {
    const table = (days: number, shift: number) =>
      raw(`(SELECT TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS t, (i * 7919 % 1000) / 100 AS x, x AS guess,
        x + (i * 104729 % 997) / 997 - 0.5 + ${shift} AS y FROM range(${1440 * days}) r(i))`);
    const { measured, frame } = await measureRows({
      monitor: `{ monitor: m, task: regression, columns: { timestamp: t, prediction: guess, label: y, features: { x: numeric } } }`,
      baseline: table(4, 0),
      windows: [table(1, 0.2), table(1, 0)],
    });
    expect(frame.outcome.missAbove).toBeCloseTo(0.45, 2);
    const [risen = [], calm = []] = measured;
    expect(valueAt(risen, 'label_given_prediction_change').value).toBeCloseTo(0.2, 2);
    expect(valueAt(risen, 'label_given_prediction_change').reference).toBe(0);
    expect(valueAt(risen, 'label_given_prediction_p').value).toBeLessThan(1e-10);
    expect(valueAt(calm, 'label_given_prediction_p').value).toBeGreaterThan(0.01);
    // Errors lie evenly in (-0.7, 0.3): a quarter is beyond 0.45, one in ten was.
    expect(valueAt(risen, 'error_change').value).toBeCloseTo(0.15, 1);
    expect(valueAt(risen, 'error_change_p').value).toBeLessThan(1e-6);
    expect(valueAt(risen, 'page_hinkley').value).toBeGreaterThanOrEqual(1);
  });
});

describe.skipIf(goldenIsMissing && !process.env.CI)('real data', () => {
  test('change of the error of car loans is what the accuracies of the reference say', () => {
    const { chunks } = readReferences('synthetic_car_loan_size5000.json');
    const [first, ...others] = chunks.map(({ performance }) => performance);
    const side = (of: typeof first) =>
      outcomeProfile({
        binary: binary({
          truePositive: of?.tp ?? 0,
          falsePositive: of?.fp ?? 0,
          trueNegative: of?.tn ?? 0,
          falseNegative: of?.fn ?? 0,
        }),
      });
    for (const other of others) {
      const input = sliceInput({ baseline: side(first), current: side(other) });
      const change = (first?.accuracy ?? 0) - (other.accuracy ?? 0);
      expect(measureSlice('error_change', input)?.value).toBeCloseTo(change, 12);
    }
  });
});

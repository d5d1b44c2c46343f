import { describe, expect, test } from 'vitest';
import { atThreshold, performanceAt } from '../../lib/metrics/performance/at-threshold.ts';
import type { OutcomeSummary } from '../../lib/profile/outcome-statistics.ts';
import { mergeProfiles, type Slice } from '../../lib/profile/profile.ts';
import { join, raw, type Sql, sql } from '../../lib/sql/sql.ts';
import { differenceInterval, wilsonInterval } from '../../lib/stats/interval.ts';
import { measureSlice, outcomeFrame, outcomeProfile, sliceInput } from '../golden/measure.ts';
import {
  scoreEdges,
  summariseBinary,
  summariseMulticlass,
  summariseRegression,
} from '../golden/summaries.ts';
import { measureRows } from '../support/measure-rows.ts';

describe('what SQL sums of real rows is what the formulas sum, and it adds up', () => {
  const random = generator(11);

  test('binary', async () => {
    const rows = Array.from({ length: 300 }, () => {
      const score = Math.round(random() * 100) / 100;
      return { actual: random() < score, predicted: score >= 0.5, score };
    });
    const measured = await measureHalves(
      '{ monitor: m, task: binary, columns: { timestamp: t, score: s, label: y, positive: 1 } }',
      rows.map(({ actual, score }) => sql`(${actual ? 1 : 0}, ${score}::DOUBLE)`),
      'y, s',
    );
    expectSums(measured.both.binary, summariseBinary(measured.frame.scoreEdges, rows));
  });

  test('multiclass, with ties and a quote in a name', async () => {
    const classes = ["it's", 'b', 'a'];
    const rows = Array.from({ length: 300 }, () => {
      const probabilities = classes.map(() => Math.ceil(random() * 4) / 8);
      const all = probabilities.reduce((sum, p) => sum + p, 0);
      const own = Math.floor(random() * 3);
      return {
        actual: classes[own] ?? '',
        predicted: classes[Math.floor(random() * 3)] ?? '',
        actualProbability: (probabilities[own] ?? 0) / all,
        probabilities,
      };
    });
    const measured = await measureHalves(
      `{ monitor: m, task: multiclass, columns: { timestamp: t, prediction: p, label: y, scores: { "it's": p0, b: p1, a: p2 } } }`,
      rows.map(
        ({ actual, predicted, probabilities: [x = 0, y = 0, z = 0] }) =>
          sql`(${actual}, ${predicted}, ${x}::DOUBLE, ${y}::DOUBLE, ${z}::DOUBLE)`,
      ),
      'y, p, p0, p1, p2',
    );
    expectSums(measured.both.multiclass, summariseMulticlass(rows, measured.frame));
    const size = (counts: object) => JSON.stringify(counts).length;
    expect(size(measured.both.multiclass?.ranks ?? {})).toBeLessThan(20);
  });

  test('regression, with values that have no log', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => {
      const actual = Math.round(random() * 1000) / 10 - (i < 5 ? 100 : 0);
      return { actual, predicted: actual + Math.round((random() - 0.4) * 100) / 10 };
    });
    const measured = await measureHalves(
      '{ monitor: m, task: regression, columns: { timestamp: t, prediction: p, label: y } }',
      rows.map(({ actual, predicted }) => sql`(${actual}::DOUBLE, ${predicted}::DOUBLE)`),
      'y, p',
    );
    const { actualCenter, predictionEdges } = measured.frame;
    expect(predictionEdges.length).toBeGreaterThan(10);
    expectSums(measured.both.regression, summariseRegression(actualCenter, rows, measured.frame));
    expect(measured.both.regression?.withoutLogError).toBeGreaterThan(0);
  });

  /** Both halves of the rows as windows of their own, and all as the baseline and as a window. */
  async function measureHalves(monitor: string, values: readonly Sql[], columns: string) {
    const relation = (part: readonly Sql[]) =>
      sql`(SELECT TIMESTAMP '2026-01-01' AS t, * FROM (VALUES ${join(part)}) v(${raw(columns)}))`;
    const { frame, windows } = await measureRows({
      monitor,
      baseline: relation(values),
      windows: [relation(values.slice(0, 120)), relation(values.slice(120)), relation(values)],
    });
    const [first, second, both] = windows.map(wholeOf);
    if (!first || !second || !both) throw new Error('a window is missing');
    expectSums(mergeProfiles(first, second).outcome, both.outcome);
    return { frame: frame.outcome, both: both.outcome as OutcomeSummary };
  }
});

describe('intervals', () => {
  test('of a mean are normal, from the spread of the values', () => {
    const errors = [-3, 1, 2, 4, -1, 5];
    const rows = errors.map((error) => ({ actual: 10, predicted: 10 + error }));
    const input = sliceInput({
      task: 'regression',
      outcome: { actualCenter: 10 },
      current: outcomeProfile({ regression: summariseRegression(10, rows) }, 6),
    });
    // scipy 1.17.1: scipy.stats.norm.interval(0.95, mean, scipy.stats.sem(values))
    const expected = {
      mean_error: [1.3333333333333333, -1.0759966786879918, 3.742663345354658],
      mae: [2.6666666666666665, 1.3600240103066303, 3.9733093230267027],
    };
    for (const [name, [value = 0, low = 0, high = 0]] of Object.entries(expected)) {
      const measured = measureSlice(name, input);
      expect(measured?.value).toBeCloseTo(value, 9);
      expect(measured?.low).toBeCloseTo(low, 6);
      expect(measured?.high).toBeCloseTo(high, 6);
    }
  });

  test('of one row tell nothing where the spread is not known', () => {
    const regression = summariseRegression(0, [{ actual: 1, predicted: 2 }]);
    const input = sliceInput({ task: 'regression', current: outcomeProfile({ regression }) });
    expect(measureSlice('mae', input)).toEqual({ value: 1, reference: null });
  });

  test('of a difference of shares, as Newcombe (1998) prints it: 56/70 - 48/80', () => {
    const share = (k: number, n: number) => ({ value: k / n, ...wilsonInterval(k, n) });
    const { low, high } = differenceInterval(share(56, 70), share(48, 80));
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0524', '0.3339']);
  });

  test('of a faultless model have a width, which more rows narrow', () => {
    const of = (rows: number) => {
      const half = Array.from({ length: rows / 2 });
      const table = [
        ...half.map(() => ({ actual: true, predicted: true, score: 0.9 })),
        ...half.map(() => ({ actual: false, predicted: false, score: 0.2 })),
      ];
      const edges = scoreEdges([], 1000);
      const current = outcomeProfile({ binary: summariseBinary(edges, table) });
      return sliceInput({ outcome: outcomeFrame({ scoreEdges: edges }), current });
    };
    const names = ['f1', 'f2', 'f05', 'mcc', 'cohen_kappa', 'balanced_accuracy'];
    for (const name of [...names, 'roc_auc', 'average_precision', 'ks_of_scores']) {
      const [few, many] = [measureSlice(name, of(40)), measureSlice(name, of(400))];
      expect(few, name).toMatchObject({ value: 1, high: 1 });
      expect(few?.low, name).toBeLessThan(0.97);
      expect(many?.low, name).toBeGreaterThan(0.97);
    }
  });

  test('beyond 50 classes there is none of the delta method', () => {
    const of = (classes: number) => {
      const rows = Array.from({ length: classes }, (_, i) => ({
        actual: `c${i}`,
        predicted: `c${i % 7}`,
        actualProbability: 1,
      }));
      const current = outcomeProfile({ multiclass: summariseMulticlass(rows) });
      return measureSlice('macro_f1', sliceInput({ task: 'multiclass', current }));
    };
    expect(of(50)?.low).toBeDefined();
    expect(of(51)?.value).toBeDefined();
    expect(of(51)?.low).toBeUndefined();
  });
});

describe('at another threshold', () => {
  const random = generator(5);
  const rows = Array.from({ length: 500 }, () => {
    const score = Math.round(random() * 1000) / 1000;
    return { actual: random() < score, predicted: score >= 0.5, score };
  });
  const frame = outcomeFrame({ scoreEdges: scoreEdges([], 100) });
  const outcome = summariseBinary(frame.scoreEdges, rows);

  test('all that depends on decisions is what they would have given', () => {
    const decided = rows.map((row) => ({ ...row, predicted: row.score > 0.3 }));
    const current = outcomeProfile({ binary: summariseBinary(frame.scoreEdges, decided) });
    const there = performanceAt(outcome, frame, 0.3);
    expect(Object.keys(there).length).toBe(14);
    for (const [name, { value }] of Object.entries(there)) {
      expect(value, name).toBe(measureSlice(name, sliceInput({ outcome: frame, current }))?.value);
    }
  });

  test('it says which edge was cut at', () => {
    expect(atThreshold(outcome, frame, 0.3)).toMatchObject({ edge: 0.3, exact: true });
    expect(atThreshold(outcome, frame, 0.30002)).toMatchObject({ edge: 0.3, exact: false });
    const binary = atThreshold(outcome, frame, 7).outcome;
    expect(binary.truePositive + binary.falsePositive).toBe(0);
  });

  test('a score that is the threshold counts as positive where it is frequent in the baseline', () => {
    const tied = [0.4, 0.5, 0.5, 0.6].map((score) => ({ actual: true, predicted: true, score }));
    const edges = [0.4, 0.5 - 2 ** -54, 0.5, 0.6];
    const { outcome: decided, exact } = atThreshold(
      summariseBinary(edges, tied),
      { scoreEdges: edges },
      0.5,
    );
    expect([decided.truePositive, decided.falseNegative, exact]).toEqual([3, 1, true]);
  });

  test('it is refused without scores', () => {
    const without = outcomeFrame({ scoreEdges: [] });
    expect(() => performanceAt(outcome, without, 0.5)).toThrow(/no score is logged/);
    expect(() => atThreshold(outcome, frame, Number.NaN)).toThrow(/must be a number/);
    const nothing = summariseBinary(frame.scoreEdges, []);
    expect(performanceAt(nothing, frame, 0.5).f1?.value).toBeNull();
  });
});

test('roc_auc_ovr leaves a class without labels out and says so', () => {
  const rows = ['a', 'b', 'a', 'b'].map((actual, i) => ({
    actual,
    predicted: actual,
    actualProbability: 0.5,
    probabilities: [i % 2 ? 0.2 : 0.7, i % 2 ? 0.7 : 0.2, 0.1],
  }));
  const frame = outcomeFrame({
    task: 'multiclass',
    classes: ['a', 'b', 'c'],
    scoreEdges: scoreEdges([], 10),
  });
  const current = outcomeProfile({ multiclass: summariseMulticlass(rows, frame) });
  const input = sliceInput({ task: 'multiclass', outcome: frame, current });
  expect(measureSlice('roc_auc_ovr', input)).toMatchObject({
    value: 1,
    note: 'without c: no label, or no other',
  });
  expect(measureSlice('top_2_accuracy', input)?.value).toBe(1);
  expect(measureSlice('top_3_accuracy', input)).toBeUndefined();
});

test('with bins that the baseline froze elsewhere, metrics of scores stay within their stated error', () => {
  const random = generator(23);
  const rows = Array.from({ length: 5000 }, () => {
    const score = random() ** 2;
    return { actual: random() < 0.1 + 0.8 * score, predicted: score > 0.5, score };
  });
  const scores = rows.map(({ score }) => score).sort((a, b) => a - b);
  const of = (edges: readonly number[], name: string) =>
    measureSlice(
      name,
      sliceInput({
        outcome: { scoreEdges: edges },
        current: outcomeProfile({ binary: summariseBinary(edges, rows) }),
      }),
    )?.value ?? Number.NaN;
  const elsewhere = scoreEdges([], 1000);
  const bounds = { roc_auc: 0.001, average_precision: 0.002, ks_of_scores: 0.004 };
  for (const [name, bound] of Object.entries(bounds)) {
    expect(Math.abs(of(elsewhere, name) - of(scores, name)), name).toBeLessThan(bound);
  }
  expect(of(elsewhere, 'lift') / of(scores, 'lift')).toBeCloseTo(1, 2);
});

/** Even draws in (0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function wholeOf(slices: readonly Slice[]) {
  return slices.find(({ segment, variant }) => segment === null && variant === null)?.profile;
}

/** Counts exactly, sums to 1e-9 of their size. */
function expectSums(got: unknown, expected: unknown, path = ''): void {
  if (typeof expected === 'number' && typeof got === 'number') {
    const allowed = Number.isInteger(expected) ? 1e-6 : 1e-9 * Math.max(1, Math.abs(expected));
    expect(Math.abs(got - expected), path).toBeLessThanOrEqual(allowed);
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(got as object).sort(), path).toEqual(Object.keys(expected).sort());
    for (const [key, inner] of Object.entries(expected)) {
      expectSums((got as Record<string, unknown>)[key], inner, `${path}.${key}`);
    }
  } else {
    expect(got, path).toEqual(expected);
  }
}

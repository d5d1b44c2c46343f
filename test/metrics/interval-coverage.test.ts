import { expect, test } from 'vitest';
import type { Value } from '../../lib/metrics/metric.ts';
import type { BinaryOutcome } from '../../lib/profile/statistics/binary.ts';
import type { MulticlassOutcome } from '../../lib/profile/statistics/multiclass.ts';
import { measureSlice, outcomeFrame, outcomeProfile, sliceInput } from '../golden/measure.ts';
import { errorEdges, summariseRegression } from '../golden/summaries.ts';

/** How many data sets are drawn; by chance alone a share of 95 % is then seen within 1.4 % of it. */
const DRAWS = 1000;

/** Even draws in (0, 1). @see Park & Miller (1988), Communications of the ACM 31 */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** How many of `rows` draws fall into each cell of these probabilities. */
function drawCounts(random: () => number, probabilities: readonly number[], rows: number) {
  let sum = 0;
  const cumulative = probabilities.map((p) => {
    sum += p;
    return sum;
  });
  const counts = probabilities.map(() => 0);
  for (let i = 0; i < rows; i++) {
    const u = random() * sum;
    const cell = cumulative.findIndex((edge) => u < edge);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/** Draws data sets, and says in which share of them each metric's interval held the truth. */
function expectCoverage(
  truth: Readonly<Record<string, number>>,
  draw: (random: () => number) => (metric: string) => Value | undefined,
  [least, most]: readonly [number, number] = [0.92, 0.98],
) {
  const random = generator(20261101);
  const names = Object.keys(truth);
  const held = new Map(names.map((name) => [name, 0]));
  for (let i = 0; i < DRAWS; i++) {
    const measure = draw(random);
    for (const name of names) {
      const { low = Number.NaN, high = Number.NaN } = measure(name) ?? {};
      const value = truth[name] ?? Number.NaN;
      if (low <= value && value <= high) held.set(name, (held.get(name) ?? 0) + 1);
    }
  }
  if (process.env.GOLDEN_REPORT) console.table(Object.fromEntries(held));
  for (const [name, times] of held) {
    expect(times / DRAWS, name).toBeGreaterThanOrEqual(least);
    expect(times / DRAWS, name).toBeLessThanOrEqual(most);
  }
}

const noScores = {
  scored: 0,
  logLoss: 0,
  squaredLogLoss: 0,
  squaredError: 0,
  fourthError: 0,
  positiveScores: [],
  negativeScores: [],
};

test.each([
  ['balanced classes', [0.4, 0.1, 0.08, 0.42], 200],
  ['one in ten positive', [0.86, 0.04, 0.04, 0.06], 500],
] as const)('counts of two classes: %s', (_, cells, rows) => {
  const outcomeOf = ([tn = 0, fp = 0, fn = 0, tp = 0]: readonly number[]): BinaryOutcome => ({
    ...noScores,
    trueNegative: tn,
    falsePositive: fp,
    falseNegative: fn,
    truePositive: tp,
  });
  const of = (counts: readonly number[]) => (name: string) =>
    measureSlice(name, sliceInput({ current: outcomeProfile({ binary: outcomeOf(counts) }) }));
  const names = [
    'accuracy',
    'recall',
    'f1',
    'f2',
    'f05',
    'balanced_accuracy',
    'mcc',
    'cohen_kappa',
  ];
  expectCoverage(truthOf(of(cells), names), (random) => of(drawCounts(random, cells, rows)));
});

test('counts of four classes, one rare', () => {
  const names = ['a', 'b', 'c', 'd'];
  const pairs = names.flatMap((actual) =>
    names.map((predicted) => JSON.stringify([actual, predicted])),
  );
  const cells = [24, 3, 2, 1, 4, 20, 3, 1, 2, 3, 27, 0.5, 1, 1.5, 1, 6].map((x) => x / 100);
  const of = (counts: readonly number[]) => (name: string) => {
    const multiclass: MulticlassOutcome = {
      confusion: Object.fromEntries(pairs.map((pair, i) => [pair, counts[i] ?? 0])),
      scored: 0,
      logLoss: 0,
      squaredLogLoss: 0,
      scoresByClass: {},
      ranks: [],
    };
    const current = outcomeProfile({ multiclass });
    return measureSlice(name, sliceInput({ task: 'multiclass', current }));
  };
  const metrics = ['macro_recall', 'macro_precision', 'macro_f1', 'mcc', 'cohen_kappa'];
  metrics.push('weighted_f1', 'weighted_precision', 'balanced_accuracy');
  expectCoverage(truthOf(of(cells), metrics), (random) => of(drawCounts(random, cells, 400)));
});

/** Scores 0.02, 0.06 .. 0.98, each an edge; how often each is given, and how often its label is positive. */
const SCORES = Array.from({ length: 25 }, (_, i) => (2 * i + 1) / 50);
const SCORE_EDGES = [0, ...SCORES.flatMap((score) => [score - 1e-9, score])];

function scored(positives: readonly number[], negatives: readonly number[]): BinaryOutcome {
  const spread = (counts: readonly number[]) => [0, ...counts.flatMap((n) => [0, n]), 0];
  const sum = (of: (score: number, label: number) => number) =>
    SCORES.reduce(
      (all, score, i) =>
        all + (positives[i] ?? 0) * of(score, 1) + (negatives[i] ?? 0) * of(score, 0),
      0,
    );
  const loss = (score: number, label: number) => -Math.log(label === 1 ? score : 1 - score);
  return {
    truePositive: 0,
    falsePositive: 0,
    trueNegative: sum(() => 1),
    falseNegative: 0,
    scored: sum(() => 1),
    logLoss: sum(loss),
    squaredLogLoss: sum((score, label) => loss(score, label) ** 2),
    squaredError: sum((score, label) => (score - label) ** 2),
    fourthError: sum((score, label) => (score - label) ** 4),
    positiveScores: spread(positives),
    negativeScores: spread(negatives),
  };
}

function scoreMetrics(given: (score: number) => number, positive: (score: number) => number) {
  const sum = SCORES.reduce((all, score) => all + given(score), 0);
  const shares = [
    ...SCORES.map((score) => (given(score) * positive(score)) / sum),
    ...SCORES.map((score) => (given(score) * (1 - positive(score))) / sum),
  ];
  const of = (counts: readonly number[]) => (name: string) =>
    measureSlice(
      name,
      sliceInput({
        outcome: { scoreEdges: SCORE_EDGES },
        current: outcomeProfile({ binary: scored(counts.slice(0, 25), counts.slice(25)) }),
      }),
    );
  return { shares, of };
}

test('scores of two classes that promise too much', () => {
  const { shares, of } = scoreMetrics(
    (score) => 0.3 + (score - 0.5) ** 2,
    (score) => 0.15 + 0.6 * score,
  );
  const names = ['roc_auc', 'average_precision', 'lift', 'log_loss', 'brier'];
  const draw = (random: () => number) => of(drawCounts(random, shares, 600));
  expectCoverage(truthOf(of(shares), names), draw);
  // Bins whose gap is within noise widen this one.
  expectCoverage(truthOf(of(shares), ['expected_calibration_error']), draw, [0.95, 1]);
});

test('good scores of rare positives', () => {
  const { shares, of } = scoreMetrics(
    (score) => 1.02 - score,
    (score) => score ** 2.5,
  );
  const names = ['roc_auc', 'average_precision', 'lift', 'log_loss', 'brier', 'ks_of_scores'];
  expectCoverage(truthOf(of(shares), names), (random) => of(drawCounts(random, shares, 600)));
});

test('the calibration error of perfect probabilities: 0 is in its interval, but for one window in fifty', () => {
  const { shares, of } = scoreMetrics(
    () => 1,
    (score) => score,
  );
  const name = 'expected_calibration_error';
  expect(of(shares)(name)?.value).toBeCloseTo(0, 6);
  const draw = (random: () => number) => of(drawCounts(random, shares, 600));
  expectCoverage({ [name]: 0 }, draw, [0.98, 1]);
  const random = generator(5);
  const values = Array.from({ length: 300 }, () => draw(random)(name));
  const mean = (key: 'value' | 'chance') =>
    values.reduce((sum, value) => sum + (value?.[key] ?? 0), 0) / values.length;
  expect(mean('value') / mean('chance')).toBeCloseTo(1, 1);
});

test('roc_auc_ovr is sure to be wide enough, and not twice as wide as need be', () => {
  const frame = outcomeFrame({
    task: 'multiclass',
    classes: ['a', 'b', 'c'],
    scoreEdges: Array.from({ length: 99 }, (_, i) => (i + 1) / 100),
  });
  const rowsOf = (random: () => number, rows: number) => {
    const counts = frame.classes.map(() => ({
      positives: new Array<number>(100).fill(0),
      negatives: new Array<number>(100).fill(0),
    }));
    for (let i = 0; i < rows; i++) {
      const actual = Math.floor(random() * 3);
      const weights = [0, 1, 2].map((k) => random() + (k === actual ? 0.6 : 0));
      const all = weights.reduce((sum, x) => sum + x, 0);
      weights.forEach((weight, k) => {
        const bin = Math.ceil((100 * weight) / all) - 1;
        const side = counts[k]?.[k === actual ? 'positives' : 'negatives'] ?? [];
        side[bin] = (side[bin] ?? 0) + 1;
      });
    }
    return {
      confusion: { '["a","a"]': rows },
      scored: rows,
      logLoss: 0,
      squaredLogLoss: 0,
      scoresByClass: Object.fromEntries(
        frame.classes.map((name, k) => [name, counts[k] ?? { positives: [], negatives: [] }]),
      ),
      ranks: [rows, 0, 0],
    };
  };
  const of = (multiclass: MulticlassOutcome) => (name: string) =>
    measureSlice(
      name,
      sliceInput({ task: 'multiclass', outcome: frame, current: outcomeProfile({ multiclass }) }),
    );
  const truth = truthOf(of(rowsOf(generator(3), 300_000)), ['roc_auc_ovr']);
  expectCoverage(truth, (random) => of(rowsOf(random, 300)), [0.95, 1]);
  const random = generator(4);
  const drawn = Array.from({ length: 400 }, () => of(rowsOf(random, 300))('roc_auc_ovr'));
  const mean = (of: (value: Value) => number) =>
    drawn.reduce((sum, value) => sum + (value ? of(value) : 0), 0) / drawn.length;
  const center = mean(({ value }) => value ?? 0);
  const spread = Math.sqrt(mean(({ value }) => ((value ?? 0) - center) ** 2));
  const width = mean(({ low = 0, high = 0 }) => high - low);
  expect(width / (2 * 1.96 * spread)).toBeLessThan(2);
});

test('errors of a regression', () => {
  // Labels normal with deviation 2, errors with mean 0.3 and deviation 1 and independent of them.
  const frame = outcomeFrame({
    task: 'regression',
    actualCenter: 9.5,
    errorEdges: errorEdges(2),
  });
  const draw = (random: () => number) => {
    const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const rows = Array.from({ length: 300 }, () => {
      const actual = 10 + 2 * normal();
      return { actual, predicted: actual + 0.3 + normal() };
    });
    const current = outcomeProfile({
      regression: summariseRegression(frame.actualCenter, rows, frame),
    });
    const input = sliceInput({ task: 'regression', outcome: frame, current });
    return (name: string) => measureSlice(name, input);
  };
  // scipy 1.17.1: foldnorm(0.3).mean() and .ppf; the others by hand.
  const truth = {
    mean_error: 0.3,
    mae: 0.8335224842344199,
    pinball_loss_p10: 0.5367612421172,
    mse: 1.09,
    rmse: Math.sqrt(1.09),
    r2: 1 - 1.09 / 4,
    median_absolute_error: 0.705307745843777,
    p90_absolute_error: 1.7174499417258406,
  };
  expectCoverage(truth, draw);
});

function truthOf(
  measure: (metric: string) => Value | undefined,
  names: readonly string[],
): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, measure(name)?.value ?? Number.NaN]));
}

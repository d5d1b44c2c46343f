import { describe, expect, test } from 'vitest';
import type { BinaryOutcome } from '../../lib/profile/statistics/binary.ts';
import { measureSlice, outcomeProfile, sliceInput } from '../golden/measure.ts';
import { summariseMulticlass, summariseRegression } from '../golden/summaries.ts';

const none: BinaryOutcome = {
  truePositive: 0,
  falsePositive: 0,
  trueNegative: 0,
  falseNegative: 0,
  scored: 0,
  logLoss: 0,
  squaredLogLoss: 0,
  squaredError: 0,
  fourthError: 0,
  positiveScores: [0, 0, 0],
  negativeScores: [0, 0, 0],
};
const some = { ...none, truePositive: 3, falsePositive: 1, trueNegative: 4, falseNegative: 2 };

function binary(name: string, current: Partial<BinaryOutcome>, baseline: BinaryOutcome = some) {
  const input = sliceInput({
    outcome: { scoreEdges: [0.5, 1] },
    baseline: outcomeProfile({ binary: baseline }, 20),
    current: outcomeProfile({ binary: { ...none, ...current } }, 20),
  });
  return measureSlice(name, input);
}

describe('what has no denominator is null and says why', () => {
  test.each([
    ['precision', { trueNegative: 5, falseNegative: 2 }, /nothing was predicted positive/, 0.75],
    ['recall', { trueNegative: 5, falsePositive: 2 }, /no label is positive/, 0.6],
    ['specificity', { truePositive: 5 }, /no label is negative/, 0.8],
    ['f1', { trueNegative: 5 }, /nothing is positive/, 6 / 9],
    ['balanced_accuracy', { truePositive: 5, falseNegative: 1 }, /one class only/, 0.7],
    ['mcc', { truePositive: 5, falsePositive: 1 }, /one class only/, 10 / Math.sqrt(600)],
    ['roc_auc', { truePositive: 5, positiveScores: [1, 4] }, /one class only/, null],
    [
      'average_precision',
      { trueNegative: 5, negativeScores: [1, 4] },
      /no scored label is positive/,
      null,
    ],
    ['log_loss', { trueNegative: 5 }, /has a score/, null],
    ['brier', { trueNegative: 5 }, /has a score/, null],
    ['f2', { trueNegative: 5 }, /nothing is positive/, 15 / 24],
    ['cohen_kappa', { trueNegative: 5 }, /all of one class/, 0.4],
    ['lift', { trueNegative: 5, negativeScores: [1, 4] }, /no scored label is positive/, null],
    ['ks_of_scores', { truePositive: 5, positiveScores: [1, 4] }, /one class only/, null],
    ['expected_calibration_error', { trueNegative: 5 }, /has a score/, null],
    [
      'expected_calibration_error',
      { trueNegative: 5, scored: 3, negativeScores: [0, 0, 3] },
      /no probabilities/,
      null,
    ],
    ['accuracy', {}, /no row is labelled/, 0.7],
  ])('%s', (name, outcome, reason, reference) => {
    const measured = binary(name, outcome);
    expect(measured?.value).toBeNull();
    expect(measured?.reason).toMatch(reason);
    if (reference === null) expect(measured?.reference).toBeNull();
    else expect(measured?.reference).toBeCloseTo(reference, 12);
  });

  test('f1 is 0, not unknown, where positives were missed', () => {
    expect(binary('f1', { falseNegative: 3, trueNegative: 2 })?.value).toBe(0);
  });

  test('rmsle of a value that has no log', () => {
    const rows = [2, -1].map((actual) => ({ actual, predicted: 1 }));
    const current = outcomeProfile({ regression: summariseRegression(0, rows) });
    expect(measureSlice('rmsle', sliceInput({ task: 'regression', current }))).toMatchObject({
      value: null,
      reason: 'a prediction or a label is -1 or less and has no log error',
    });
  });

  test('r2 of labels that do not vary', () => {
    const rows = [2, 2, 2].map((actual) => ({ actual, predicted: 1 }));
    const current = outcomeProfile({ regression: summariseRegression(0.1, rows) });
    const measured = measureSlice(
      'r2',
      sliceInput({
        task: 'regression',
        outcome: { actualCenter: 0.1 },
        current,
      }),
    );
    expect(measured).toMatchObject({ value: null, reason: 'the labels do not vary' });
  });
});

describe('a metric is there only where the monitor can have it', () => {
  const applies = (name: string, part: Parameters<typeof sliceInput>[0]) =>
    measureSlice(name, sliceInput(part)) !== undefined;
  const binaryProfile = outcomeProfile({ binary: some }, 20);

  test('by task', () => {
    expect(applies('roc_auc', { current: binaryProfile })).toBe(true);
    expect(applies('macro_f1', { current: binaryProfile })).toBe(false);
    expect(applies('rmse', { current: binaryProfile })).toBe(false);
    expect(applies('accuracy', {})).toBe(false);
  });

  test('by what is logged', () => {
    const outcome = { scoreEdges: [] };
    for (const name of ['roc_auc', 'average_precision', 'log_loss', 'brier']) {
      expect(applies(name, { outcome, current: binaryProfile })).toBe(false);
    }
    expect(applies('f1', { outcome, current: binaryProfile })).toBe(true);
    const rows = [{ actual: 'a', predicted: 'b', actualProbability: 0.5 }];
    const multiclass = summariseMulticlass(rows);
    const task = 'multiclass';
    expect(applies('log_loss', { task, current: outcomeProfile({ multiclass }) })).toBe(true);
    expect(
      applies('log_loss', {
        task,
        current: outcomeProfile({ multiclass: { ...multiclass, scored: 0 } }),
      }),
    ).toBe(false);
    expect(applies('error_share', {})).toBe(false);
    expect(applies('latency_p95', {})).toBe(false);
  });
});

test('counts have no reference: data sets of different sizes say nothing beside each other', () => {
  expect(binary('true_positives', { truePositive: 4 })).toEqual({ value: 4, reference: null });
});

test('label coverage of a window nobody has labelled yet is 0, not unknown', () => {
  expect(binary('label_coverage', {})).toMatchObject({ value: 0, reference: 0.5 });
  const current = outcomeProfile({}, 20);
  const baseline = outcomeProfile({ binary: some }, 10);
  expect(measureSlice('label_coverage', sliceInput({ baseline, current }))).toMatchObject({
    value: 0,
    reference: 1,
  });
  expect(measureSlice('label_coverage', sliceInput({ current }))).toBeUndefined();
});

test('a class that is never predicted counts 0 in the macro mean', () => {
  const rows = [
    { actual: 'a', predicted: 'a', actualProbability: 1 },
    { actual: 'b', predicted: 'a', actualProbability: 1 },
  ];
  const input = sliceInput({
    task: 'multiclass',
    current: outcomeProfile({ multiclass: summariseMulticlass(rows) }),
  });
  expect(measureSlice('macro_precision', input)?.value).toBe(0.25);
  expect(measureSlice('macro_recall', input)?.value).toBe(0.5);
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { katzInterval, newcombeInterval } from '../../lib/stats/two-proportions.ts';
import { fairnessInput, type TableRow } from './fairness-rows.ts';
import { GOLDEN, goldenIsMissing } from './golden-data.ts';
import { measureSlice } from './measure.ts';

function readCases<Case>(file: string | URL): Case[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases;
}

const here = (table: string) => new URL(`${table}.json`, import.meta.url);

/** Where Clarify's 0 is no value here. */
const NOTHING_BY_NOTHING = ['no positive at all disparate_impact'];

describe('SageMaker Clarify’s open source, run over tables of counts', () => {
  interface Table {
    readonly name: string;
    readonly task: 'binary' | 'multiclass';
    readonly rows: readonly TableRow[];
    readonly expected: Readonly<Record<string, number | null>>;
  }

  test.each(readCases<Table>(here('fairness')))('$name', ({ name, task, rows, expected }) => {
    expect(Object.keys(expected)).toHaveLength(task === 'binary' ? 20 : 6);
    for (const [metric, theirs] of Object.entries(expected)) {
      const sensitive = metric === 'generalized_entropy' ? null : 'F';
      const got = measureSlice(metric, fairnessInput(task, rows, sensitive));
      if (theirs === null || NOTHING_BY_NOTHING.includes(`${name} ${metric}`)) {
        expect(got?.value, metric).toBeNull();
        expect(got?.reason, metric).toMatch(/\w/);
      } else {
        expect(got?.value, metric).toBeCloseTo(theirs, 11);
        expect(got?.reference, metric).toBe(got?.value);
      }
    }
  });
});

interface Call {
  readonly test: string;
  readonly function: string;
  readonly inputs: Readonly<Record<string, readonly (boolean | string | number)[]>>;
  readonly expected?: number | string;
  readonly error?: string;
}

const NAMES: Readonly<Record<string, string>> = {
  CI: 'class_imbalance',
  DPL: 'difference_in_positive_proportions_in_labels',
  KL: 'kullback_leibler_divergence_of_labels',
  KS: 'kolmogorov_smirnov_of_labels',
  JS: 'jensen_shannon_divergence_of_labels',
  LP: 'lp_norm_of_labels',
  CDDL: 'conditional_demographic_disparity_in_labels',
  DI: 'disparate_impact',
  DCA: 'difference_in_conditional_acceptance',
  DCR: 'difference_in_conditional_rejection',
  RD: 'recall_difference',
  SD: 'specificity_difference',
  DRR: 'difference_in_rejection_rates',
  AD: 'accuracy_difference',
  DAR: 'difference_in_acceptance_rates',
  TE: 'treatment_equality',
  GE: 'generalized_entropy',
};

/** Shares of positive and negative predictions of one data set: no comparison of groups. */
const NO_FAIRNESS = ['PPL', 'PNL'];

/** A call's rows one by one; what it does not name is taken as its label. */
function rowsOf({ inputs }: Call): TableRow[] {
  const labels =
    inputs.positive_label_index ?? inputs.label ?? inputs.positive_predicted_label_index;
  const predicted = inputs.positive_predicted_label_index ?? labels;
  const length = (inputs.sensitive_facet_index ?? labels)?.length ?? 0;
  return Array.from({ length }, (_, i) => [
    (inputs.sensitive_facet_index?.[i] ?? true) ? 'd' : 'a',
    String(inputs.group_variable?.[i] ?? ''),
    (labels?.[i] ?? true) as string | boolean,
    (predicted?.[i] ?? true) as string | boolean,
    1,
  ]);
}

const calls =
  goldenIsMissing && !process.env.CI
    ? []
    : readCases<Call>(path.join(GOLDEN, 'clarify', 'metric_cases.json'));

test.skipIf(goldenIsMissing && !process.env.CI)(
  'every call of Clarify’s own tests of these metrics, where ../shared/golden is there',
  () => {
    expect(existsSync(GOLDEN)).toBe(true);
    const known = calls.filter((call) => !NO_FAIRNESS.includes(call.function));
    expect(known.length).toBe(calls.length - 2);
    for (const call of known) {
      const metric = NAMES[call.function] ?? '';
      const rows = rowsOf(call);
      const task = rows.every(([, , actual]) => typeof actual === 'boolean')
        ? 'binary'
        : 'multiclass';
      const sensitive = metric === 'generalized_entropy' ? null : 'd';
      const got = measureSlice(metric, fairnessInput(task, rows, sensitive));
      const about = `${call.test} ${JSON.stringify(got)}`;
      if (typeof call.expected === 'number')
        expect(got?.value, about).toBeCloseTo(call.expected, 11);
      else {
        expect(got?.value, about).toBeNull();
        expect(got?.reason, about).toMatch(/\w/);
      }
    }
  },
);

describe('intervals of two proportions, as statsmodels and SciPy have them', () => {
  interface Pair {
    readonly first: readonly [number, number];
    readonly second: readonly [number, number];
    readonly newcombe: readonly [number, number];
    readonly katz?: readonly [number, number];
  }

  test.each(readCases<Pair>(here('two-proportions')))(
    '$first and $second',
    ({ first, second, newcombe, katz }) => {
      const [one, other] = [first, second].map(([part, whole]) => ({ part, whole })) as [
        { part: number; whole: number },
        { part: number; whole: number },
      ];
      const difference = newcombeInterval(one, other);
      expect(difference.low).toBeCloseTo(newcombe[0], 10);
      expect(difference.high).toBeCloseTo(newcombe[1], 10);
      if (!katz) return;
      const ratio = katzInterval(one, other);
      expect(ratio.low).toBeCloseTo(katz[0], 9);
      expect(ratio.high).toBeCloseTo(katz[1], 9);
    },
  );
});

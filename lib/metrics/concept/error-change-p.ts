import { knowsMisses } from '../../profile/miss.ts';
import type { OutcomeSummary } from '../../profile/outcome-statistics.ts';
import { chiSquare, chiSquareSurvival } from '../../stats/chi-square.ts';
import { welchTest } from '../../stats/welch.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';
import { missCounts } from './miss-counts.ts';

export const errorChangeP: SliceMetric = {
  name: 'error_change_p',
  per: 'slice',
  needs: 'labels',
  restsOn: 'labels',
  family: 'concept_drift',
  description:
    'p-value that window and baseline err alike: of the shares of wrong predictions, or of a regression’s mean absolute errors.',
  formula:
    'chi-square of the 2 x 2 table of misses and hits, without correction, 1 degree of freedom; regression: Welch’s t-test of the absolute errors',
  interval: 'none: a p-value',
  source:
    'scipy.stats.chi2_contingency(correction=False), which is the two-proportion z-test; scipy.stats.ttest_ind(equal_var=False)',
  unit: 'none',
  worse: 'lower',
  appliesTo: ({ frame, baseline, current }) =>
    frame.outcome.task === 'regression'
      ? [baseline, current].some(({ outcome }) => (outcome.regression?.labelled ?? 0) > 0)
      : knowsMisses(frame.outcome) &&
        [baseline, current].some(({ outcome }) => missCounts(outcome).rows > 0),
  measure: ({ frame, baseline, current }) => {
    const estimate = (outcome: OutcomeSummary) =>
      frame.outcome.task === 'regression'
        ? ofAbsoluteErrors(baseline.outcome, outcome)
        : ofMisses(baseline.outcome, outcome);
    return toValue(estimate(current.outcome), estimate(baseline.outcome).value);
  },
};

function ofMisses(before: OutcomeSummary, now: OutcomeSummary): Estimate {
  const [a, b] = [missCounts(before), missCounts(now)];
  if (a.rows === 0) return { value: null, reason: 'the baseline has no labels' };
  if (b.rows === 0) return { value: null, reason: 'no row is labelled' };
  const { statistic, degreesOfFreedom } = chiSquare(
    [a.misses, a.rows - a.misses],
    [b.misses, b.rows - b.misses],
  );
  return { value: chiSquareSurvival(statistic, degreesOfFreedom) };
}

function ofAbsoluteErrors(before: OutcomeSummary, now: OutcomeSummary): Estimate {
  const [a, b] = [sums(before), sums(now)];
  if (a.rows < 2) return { value: null, reason: 'the baseline has less than two labels' };
  if (b.rows < 2) return { value: null, reason: 'less than two rows are labelled' };
  return { value: welchTest(b, a) };
}

function sums({ regression }: OutcomeSummary) {
  return {
    rows: regression?.labelled ?? 0,
    sum: regression?.absoluteError ?? 0,
    squares: regression?.squaredError ?? 0,
  };
}

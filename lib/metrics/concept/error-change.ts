import { knowsMisses } from '../../profile/miss.ts';
import { newcombeInterval } from '../../stats/two-proportions.ts';
import { toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';
import { missCounts } from './miss-counts.ts';

export const errorChange: SliceMetric = {
  name: 'error_change',
  per: 'slice',
  needs: 'labels',
  restsOn: 'labels',
  family: 'concept_drift',
  description:
    'By how much the share of wrong predictions has risen above the baseline’s; of a regression, of those that miss by more than nine in ten of the baseline’s.',
  formula:
    'misses / labelled rows of the window - the same of the baseline; a miss is a wrong decision or class, or an absolute error above the baseline’s 90 % quantile',
  interval: 'Newcombe (hybrid of Wilson’s limits)',
  source: 'Newcombe (1998), method 10; statsmodels confint_proportions_2indep(method="newcomb")',
  unit: 'none',
  worse: 'higher',
  appliesTo: ({ frame, baseline, current }) =>
    knowsMisses(frame.outcome) &&
    [baseline, current].some(({ outcome }) => missCounts(outcome).rows > 0),
  measure: ({ baseline, current }) => {
    const [before, now] = [missCounts(baseline.outcome), missCounts(current.outcome)];
    if (before.rows === 0)
      return toValue({ value: null, reason: 'the baseline has no labels' }, null);
    if (now.rows === 0) return toValue({ value: null, reason: 'no row is labelled' }, 0);
    const value = now.misses / now.rows - before.misses / before.rows;
    const { low, high } = newcombeInterval(
      { part: now.misses, whole: now.rows },
      { part: before.misses, whole: before.rows },
    );
    return toValue({ value, low: Math.min(value, low), high: Math.max(value, high) }, 0);
  },
};

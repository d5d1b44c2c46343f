import type { OutcomeSummary } from '../../profile/outcome-statistics.ts';
import { chiSquareSurvival } from '../../stats/chi-square.ts';
import { conditionalChangeTest } from '../../stats/conditional-change.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';
import { hasLabelledScores, strataByClass } from './labelled-scores.ts';

/** A group of strata is judged once so many rows of variance 1 would vary as much as its positives. */
const LEAST_VARIANCE = 4;
const GROUPS = 20;

export const labelGivenScoreP: SliceMetric = {
  name: 'label_given_score_p',
  per: 'slice',
  needs: 'labels and scores (binary, multiclass)',
  restsOn: 'labels',
  family: 'concept_drift',
  description:
    'p-value that at the same scores labels are positive as often as in the baseline, whatever scores the window has.',
  formula:
    'chi-square over groups of the strata of label_given_score_change, up to 20: (positives - those that the baseline’s shares would give)^2 / variance under shares pooled in every stratum; of several classes, the least p times their number',
  interval: 'none: a p-value',
  source: 'Pearson’s chi-square of stratified 2 x 2 tables; Bonferroni over classes',
  unit: 'none',
  worse: 'lower',
  appliesTo: hasLabelledScores,
  measure: ({ baseline, current }) =>
    toValue(
      estimate(baseline.outcome, current.outcome),
      estimate(baseline.outcome, baseline.outcome).value,
    ),
};

function estimate(before: OutcomeSummary, now: OutcomeSummary): Estimate {
  const found = strataByClass(before, now);
  if ('reason' in found) return { value: null, ...found };
  const least = found.reduce((lowest, { strata }) => {
    const all = strata.reduce((sum, { variancePooled }) => sum + variancePooled, 0);
    const enough = Math.max(LEAST_VARIANCE, all / GROUPS);
    const { statistic, degreesOfFreedom } = conditionalChangeTest(
      strata,
      ({ variancePooled }) => variancePooled >= enough,
    );
    return Math.min(lowest, chiSquareSurvival(statistic, degreesOfFreedom));
  }, 1);
  return { value: Math.min(1, least * found.length) };
}

import type { OutcomeSummary } from '../../profile/outcome-statistics.ts';
import { conditionalChange } from '../../stats/conditional-change.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';
import { hasLabelledScores, strataByClass } from './labelled-scores.ts';

export const labelGivenScoreChange: SliceMetric = {
  name: 'label_given_score_change',
  per: 'slice',
  needs: 'labels and scores (binary, multiclass)',
  restsOn: 'labels',
  family: 'concept_drift',
  description:
    'By how much more often labels are positive than the baseline’s were at the same scores; of several classes, that of which this has changed most.',
  formula:
    'sum over score strata of share of the window’s rows x (positive share of the window - of the baseline); up to 1,000 strata of equal share of the baseline, 50 of its rows or more in each',
  interval:
    'normal, binomial variance of both sides in every stratum; of several classes, not corrected for the choice',
  source: 'direct standardisation by score',
  unit: 'none',
  worse: null,
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
  const [most] = found
    .map(({ name, strata }) => ({ name, ...conditionalChange(strata) }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  if (!most) return { value: null, reason: 'no labelled row has a score' };
  const { name, value } = most;
  const low = Math.max(-1, most.low);
  const high = Math.min(1, most.high);
  return { value, low, high, ...(name !== null && { note: `class ${name}` }) };
}

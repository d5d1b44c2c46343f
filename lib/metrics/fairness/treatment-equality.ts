import type { Confusion } from '../../stats/generalized-entropy.ts';
import { facetMetric } from './facet-metric.ts';
import { byConfusion } from './group-counts.ts';
import { differenceOfRatios, GROUPS, type Ratio } from './rates.ts';

export const treatmentEquality = facetMetric({
  name: 'treatment_equality',
  description:
    'Treatment equality (TE): false negatives by false positives, of this facet value less of the other rows; above 0 the errors on this value are rather wrong rejections.',
  formula: `FN_d / FP_d - FN_a / FP_a; ${GROUPS}`,
  interval: 'delta method over the confusion counts, normal; none where a count is 0',
  source:
    'SageMaker Clarify TE; unknown where one group has false negatives and no false positive (infinite there)',
  unit: 'none',
  worse: null,
  countedBy: byConfusion,
  estimate: (d, a) =>
    differenceOfRatios(missesByFalseAlarms(d), missesByFalseAlarms(a), 'false positive'),
});

function missesByFalseAlarms({ falseNegative, falsePositive }: Confusion): Ratio {
  const counts = { part: falseNegative, whole: falsePositive };
  return falseNegative > 0 && falsePositive > 0
    ? { ...counts, logVariance: 1 / falseNegative + 1 / falsePositive }
    : counts;
}
